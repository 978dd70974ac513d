/* real.h - the functions behind the ones the runtime defines.

   The dynamic linker binds a program's call of pthread_mutex_lock to the
   runtime's function of that name; REAL(pthread_mutex_lock) is the one that
   would have been bound otherwise. */
#ifndef RUNTIME_REAL_H
#define RUNTIME_REAL_H

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#define REAL_THREADS(X)                                                        \
    X(pthread_create)                                                          \
    X(pthread_testcancel)                                                      \
    X(pthread_setcancelstate)                                                  \
    X(__pthread_register_cancel)                                               \
    X(__pthread_unregister_cancel)                                             \
    X(__pthread_unwind_next)                                                   \
    X(pthread_join)                                                            \
    X(pthread_tryjoin_np)                                                      \
    X(pthread_timedjoin_np)                                                    \
    X(pthread_clockjoin_np)                                                    \
    X(pthread_detach)                                                          \
    X(pthread_cancel)                                                          \
    X(pthread_setname_np)                                                      \
    X(pthread_getname_np)                                                      \
    X(pthread_kill)                                                            \
    X(pthread_once)                                                            \
    X(pthread_self)                                                            \
    X(pthread_exit)                                                            \
    X(pthread_key_create)                                                      \
    X(pthread_key_delete)                                                      \
    X(pthread_getspecific)                                                     \
    X(pthread_setspecific)                                                     \
    X(rand)                                                                    \
    X(srand)                                                                   \
    X(random)                                                                  \
    X(srandom)                                                                 \
    X(sched_yield)                                                             \
    X(prctl)                                                                   \
    X(thrd_create)                                                             \
    X(thrd_join)                                                               \
    X(thrd_detach)                                                             \
    X(thrd_yield)                                                              \
    X(thrd_sleep)                                                              \
    X(call_once)

#define REAL_LOCKS(X)                                                          \
    X(pthread_mutex_init)                                                      \
    X(pthread_mutex_destroy)                                                   \
    X(pthread_mutex_lock)                                                      \
    X(pthread_mutex_trylock)                                                   \
    X(pthread_mutex_timedlock)                                                 \
    X(pthread_mutex_clocklock)                                                 \
    X(pthread_mutex_unlock)                                                    \
    X(pthread_mutex_consistent)                                                \
    X(pthread_cond_init)                                                       \
    X(pthread_cond_destroy)                                                    \
    X(pthread_cond_wait)                                                       \
    X(pthread_cond_timedwait)                                                  \
    X(pthread_cond_clockwait)                                                  \
    X(pthread_cond_signal)                                                     \
    X(pthread_cond_broadcast)                                                  \
    X(pthread_rwlock_init)                                                     \
    X(pthread_rwlock_destroy)                                                  \
    X(pthread_rwlock_rdlock)                                                   \
    X(pthread_rwlock_tryrdlock)                                                \
    X(pthread_rwlock_timedrdlock)                                              \
    X(pthread_rwlock_clockrdlock)                                              \
    X(pthread_rwlock_wrlock)                                                   \
    X(pthread_rwlock_trywrlock)                                                \
    X(pthread_rwlock_timedwrlock)                                              \
    X(pthread_rwlock_clockwrlock)                                              \
    X(pthread_rwlock_unlock)                                                   \
    X(pthread_barrier_init)                                                    \
    X(pthread_barrier_destroy)                                                 \
    X(pthread_barrier_wait)                                                    \
    X(pthread_spin_init)                                                       \
    X(pthread_spin_destroy)                                                    \
    X(pthread_spin_lock)                                                       \
    X(pthread_spin_trylock)                                                    \
    X(pthread_spin_unlock)                                                     \
    X(sem_init)                                                                \
    X(sem_destroy)                                                             \
    X(sem_open)                                                                \
    X(sem_close)                                                               \
    X(sem_unlink)                                                              \
    X(sem_wait)                                                                \
    X(sem_trywait)                                                             \
    X(sem_timedwait)                                                           \
    X(sem_clockwait)                                                           \
    X(sem_post)                                                                \
    X(sem_getvalue)                                                            \
    X(mtx_init)                                                                \
    X(mtx_destroy)                                                             \
    X(mtx_lock)                                                                \
    X(mtx_trylock)                                                             \
    X(mtx_timedlock)                                                           \
    X(mtx_unlock)                                                              \
    X(cnd_init)                                                                \
    X(cnd_destroy)                                                             \
    X(cnd_wait)                                                                \
    X(cnd_timedwait)                                                           \
    X(cnd_signal)                                                              \
    X(cnd_broadcast)

#define REAL_PROCESSES(X)                                                      \
    X(fork)                                                                    \
    X(wait)                                                                    \
    X(waitpid)                                                                 \
    X(waitid)                                                                  \
    X(wait3)                                                                   \
    X(wait4)                                                                   \
    X(_exit)                                                                   \
    X(_Exit)                                                                   \
    X(exit)                                                                    \
    X(__libc_start_main)                                                       \
    X(__cxa_atexit)                                                            \
    X(abort)                                                                   \
    X(__assert_fail)                                                           \
    X(kill)                                                                    \
    X(pthread_sigmask)                                                         \
    X(sigprocmask)                                                             \
    X(killpg)                                                                  \
    X(raise)                                                                   \
    X(sigaction)                                                               \
    X(sigwait)                                                                 \
    X(sigwaitinfo)                                                             \
    X(sigtimedwait)                                                            \
    X(sigsuspend)                                                              \
    X(pause)                                                                   \
    X(alarm)                                                                   \
    X(setitimer)                                                               \
    X(getitimer)                                                               \
    X(timer_create)                                                            \
    X(timer_settime)                                                           \
    X(timer_gettime)                                                           \
    X(timer_getoverrun)                                                        \
    X(timer_delete)                                                            \
    X(sigpending)                                                              \
    X(sigqueue)                                                                \
    X(getpgid)                                                                 \
    X(getpgrp)                                                                 \
    X(setpgid)                                                                 \
    X(getsid)                                                                  \
    X(setsid)                                                                  \
    X(pthread_setcanceltype)                                                   \
    X(execve)                                                                  \
    X(execvpe)                                                                 \
    X(fexecve)                                                                 \
    X(posix_spawn)                                                             \
    X(posix_spawnp)

#define REAL_FILES(X)                                                          \
    X(pipe)                                                                    \
    X(pipe2)                                                                   \
    X(socketpair)                                                              \
    X(open)                                                                    \
    X(open64)                                                                  \
    X(openat)                                                                  \
    X(openat64)                                                                \
    X(creat)                                                                   \
    X(close)                                                                   \
    X(dup)                                                                     \
    X(dup2)                                                                    \
    X(dup3)                                                                    \
    X(read)                                                                    \
    X(write)                                                                   \
    X(readv)                                                                   \
    X(writev)                                                                  \
    X(send)                                                                    \
    X(sendto)                                                                  \
    X(sendmsg)                                                                 \
    X(recv)                                                                    \
    X(recvfrom)                                                                \
    X(recvmsg)                                                                 \
    X(accept)                                                                  \
    X(accept4)                                                                 \
    X(connect)                                                                 \
    X(poll)                                                                    \
    X(ppoll)                                                                   \
    X(select)                                                                  \
    X(pselect)                                                                 \
    X(epoll_wait)                                                              \
    X(epoll_pwait)                                                             \
    X(flock)                                                                   \
    X(fcntl)                                                                   \
    X(fcntl64)                                                                 \
    X(lockf)                                                                   \
    X(mq_open)                                                                 \
    X(mq_close)                                                                \
    X(mq_unlink)                                                               \
    X(mq_send)                                                                 \
    X(mq_timedsend)                                                            \
    X(mq_receive)                                                              \
    X(mq_timedreceive)                                                         \
    X(mmap)                                                                    \
    X(munmap)                                                                  \
    X(shm_open)                                                                \
    X(shm_unlink)                                                              \
    X(clock_gettime)                                                           \
    X(gettimeofday)                                                            \
    X(time)                                                                    \
    X(timespec_get)                                                            \
    X(clock)                                                                   \
    X(getrandom)                                                               \
    X(getentropy)                                                              \
    X(sleep)                                                                   \
    X(usleep)                                                                  \
    X(nanosleep)                                                               \
    X(clock_nanosleep)                                                         \
    X(vfprintf)                                                                \
    X(vdprintf)                                                                \
    X(fputs)                                                                   \
    X(puts)                                                                    \
    X(fputc)                                                                   \
    X(fwrite)                                                                  \
    X(perror)                                                                  \
    X(system)                                                                  \
    X(popen)                                                                   \
    X(pclose)                                                                  \
    X(daemon)                                                                  \
    X(syscall)                                                                 \
    X(fgetc)                                                                   \
    X(fgets)                                                                   \
    X(fread)                                                                   \
    X(getdelim)                                                                \
    X(readdir)                                                                 \
    X(readdir64)

#define REAL_HIDDEN(X)                                                         \
    X(strtok)                                                                  \
    X(localtime)                                                               \
    X(gmtime)                                                                  \
    X(localtime_r)                                                             \
    X(gmtime_r)                                                                \
    X(asctime)                                                                 \
    X(ctime)                                                                   \
    X(getenv)                                                                  \
    X(secure_getenv)                                                           \
    X(setenv)                                                                  \
    X(unsetenv)                                                                \
    X(putenv)                                                                  \
    X(clearenv)

#define REAL_FUNCTIONS(X)                                                      \
    REAL_THREADS(X)                                                            \
    REAL_LOCKS(X)                                                              \
    REAL_PROCESSES(X)                                                          \
    REAL_FILES(X)                                                              \
    REAL_HIDDEN(X)

typedef int program_main(int, char **, char **);

/* Not in any header. */
int __libc_start_main(program_main *main, int argc, char **argv,
                      int (*init)(int, char **, char **), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end);
int __cxa_atexit(void (*function)(void *), void *argument, void *library);

struct real {
#define X(name) __typeof__(name) *name;
    REAL_FUNCTIONS(X)
#undef X
};

extern struct real real;

/* Looks all of them up. Safe to call again, from any thread. */
void real_find(void);

/* Other libraries' constructors may run before ours: hence the test. */
#define REAL(name) (*(real.name ? real.name : (real_find(), real.name)))

#endif
