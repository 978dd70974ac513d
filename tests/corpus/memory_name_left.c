/* expect: leak
   Shared memory whose name nobody takes back. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
    int f = shm_open("/interleave-corpus-memory", O_CREAT | O_RDWR, 0600);
    ftruncate(f, 4096);
    int *p = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
    *p = 1;
    munmap(p, 4096);
    close(f);
    return 0;
}
