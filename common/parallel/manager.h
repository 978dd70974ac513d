/* manager.h - a server process that owns objects, and whoever uses them.

   Lists, dicts, values, namespaces and locks lie in a process of their own.
   What others have is a proxy (proxy.h): each call through it is a message to
   the server and an answer from it. That is dearer than shared memory by far,
   but what is in the objects may be of any type and size, and the caller may be
   on another host.

       manager_start(&manager, NULL, NULL);
       manager_list(manager, NULL, &results);
       if (fork() == 0) {
           proxy_list_append(&results, value_text("from the child"));
           _exit(0);
       }

   On another host, or in a program that was started by itself:

       manager_start(&manager, "0.0.0.0:5000", "the key");      here
       manager_connect(&manager, "server:5000", "the key");     there
       manager_list(manager, "results", &results);              both

   An address is "HOST:PORT" or "@NAME", which is for processes of this machine
   and is no file; with port 0, or NULL, the system chooses: manager_address.
   Both sides prove that they have the key, and neither sends it. What is said
   after that can be read by whoever can read the network.

   The server ends with the process that started it, however that ends. Threads
   and forked children use the same manager, each by a connection of its own,
   made at its first call. A lock belongs to the thread that acquired it, and
   that thread's end releases it, as does its process's.
   Python: Manager, BaseManager. */
#ifndef PARALLEL_MANAGER_H
#define PARALLEL_MANAGER_H

#include "parallel/proxy.h"

struct manager;

/* Address and key NULL: for this process and those forked from it. EINVAL: no
   such address, or one of another host without a key. EADDRINUSE: somebody
   has it. EAGAIN, ENOMEM, EMFILE. */
int manager_start(struct manager **manager, const char *address,
                  const char *key);

/* EACCES: the key is wrong, or the server's is. ECONNREFUSED: there is no
   server. ETIMEDOUT: something is there that does not answer. */
int manager_connect(struct manager **manager, const char *address,
                    const char *key);

/* Where others reach it, for as long as the manager is not freed. */
const char *manager_address(const struct manager *manager);

/* In the process that started it: ends the server, and its objects with it.
   Requires: nobody else in this process uses it. */
void manager_free(struct manager *manager);

/* Each makes an object, empty or nothing at first, that lasts until the server
   ends or proxy_delete. Where there is one of this name, it is that. EINVAL: it
   is of another type. */
int manager_list(struct manager *manager, const char *name,
                 struct proxy *proxy);
int manager_dict(struct manager *manager, const char *name,
                 struct proxy *proxy);
int manager_value(struct manager *manager, const char *name,
                  struct proxy *proxy);
int manager_namespace(struct manager *manager, const char *name,
                      struct proxy *proxy);
int manager_lock(struct manager *manager, const char *name,
                 struct proxy *proxy);
int manager_rlock(struct manager *manager, const char *name,
                  struct proxy *proxy);

#endif
