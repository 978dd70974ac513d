/* manager_answer.c - what becomes of a question to a manager's server. */
#include "parallel/note_inside.h"
#include "parallel/server_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void respond_error(struct client *client, int error)
{
    struct pack answer;

    if (answer_begin(&answer)) {
        client->gone = true;
        return;
    }
    pack_int(&answer, error);
    pack_nothing(&answer);
    client_respond(client, &answer);
}

/* ---- Objects, as they are noted. ---- */

FOR_NOTES static bool is_reference(const struct kept *value)
{
    struct unpack unpack = {.bytes = value->bytes, .size = value->size};

    return unpack_next(&unpack) == PACK_REFERENCE;
}

FOR_NOTES static void note_object(const struct object *object)
{
    size_t count = object->count, references = 0;

    if (!interleave_note)
        return;
    for (size_t i = 0; i < object->count; i++)
        references += is_reference(&object->entries[i].value);
    if (object->kind >= KIND_LOCK)
        count = object->owner ? object->depth : 0;
    notes("keep", note_state((uint64_t)object->number, count, references),
          kind_words[object->kind], object->name ? object->name : "");
}

/* ---- Locks. ---- */

/* EOWNERDEAD, or 0. */
static int give(struct object *lock, struct client *client)
{
    int error = lock->abandoned ? EOWNERDEAD : 0;

    lock->owner = client;
    lock->depth = 1;
    lock->abandoned = false;
    return error;
}

static void stop_waiting(struct client *client, int error)
{
    client->awaits = NULL;
    client->deadline = deadline_after(FOREVER);
    respond_error(client, error);
}

static struct client *first_waiter(struct server *server,
                                   const struct object *lock)
{
    struct client *first = NULL;

    for (size_t i = 0; i < server->count; i++) {
        struct client *client = server->clients[i];

        if (client->awaits == lock && !client->gone &&
            (!first || client->turn < first->turn))
            first = client;
    }
    return first;
}

static void give_to_next(struct server *server, struct object *lock)
{
    struct client *next = first_waiter(server, lock);

    lock->owner = NULL;
    if (next)
        stop_waiting(next, give(lock, next));
}

/* False: it waits, and there is no answer yet. */
static bool lock_acquire_for(struct server *server, struct client *client,
                             struct object *lock, struct blob timeout,
                             int *error)
{
    struct unpack unpack = {.bytes = timeout.bytes, .size = timeout.size};
    int64_t ms;

    unpack_int(&unpack, &ms);
    if (unpack_end(&unpack) || lock->kind < KIND_LOCK)
        *error = EINVAL;
    else if (lock->owner == client && lock->kind == KIND_LOCK)
        *error = EDEADLK;
    else if (lock->owner == client)
        lock->depth++;
    else if (!lock->owner)
        *error = give(lock, client);
    else if (ms == 0)
        *error = ETIMEDOUT;
    else {
        client->awaits = lock;
        client->turn = server->turns++;
        client->deadline = deadline_after(ms > INT32_MAX ? FOREVER : (long)ms);
        return false;
    }
    return true;
}

static int lock_release_for(struct server *server, const struct client *client,
                            struct object *lock)
{
    if (lock->kind < KIND_LOCK)
        return EINVAL;
    if (lock->owner != client)
        return EPERM;
    if (--lock->depth == 0)
        give_to_next(server, lock);
    return 0;
}

static void delete (struct server *server, struct object *object)
{
    struct client *waiter;

    while ((waiter = first_waiter(server, object)))
        stop_waiting(waiter, ENOENT);
    note("delete", object->number);
    store_delete(&server->store, object);
}

void give_up_waiting(struct client *client)
{
    stop_waiting(client, ETIMEDOUT);
}

void release_all(struct server *server, struct client *client)
{
    for (size_t i = 0; i < server->store.count; i++) {
        struct object *object = server->store.objects[i];

        if (object && object->owner == client) {
            object->abandoned = true;
            give_to_next(server, object);
            note_object(object);
        }
    }
}

/* ---- Questions. ---- */

struct question {
    int64_t operation;
    int64_t object;
    struct blob first, second;
};

static struct blob next_blob(struct unpack *unpack)
{
    size_t from = unpack->at;

    unpack_skip(unpack);
    return (struct blob){unpack->bytes + from, unpack->at - from};
}

/* The text of a packed text, or none. */
static int name_of(struct blob blob, struct blob *name)
{
    struct unpack unpack = {.bytes = blob.bytes, .size = blob.size};
    const char *text = "";
    size_t length = 0;

    if (unpack_next(&unpack) == PACK_NOTHING)
        unpack_nothing(&unpack);
    else
        unpack_text(&unpack, &text, &length);
    *name = (struct blob){(const unsigned char *)text, length};
    return unpack_end(&unpack);
}

static int make(struct server *server, const struct question *question,
                struct pack *answer)
{
    struct object *object;
    struct blob name;

    if (name_of(question->first, &name))
        return EINVAL;
    int error = store_make(&server->store, question->object, name, &object);
    if (!error) {
        pack_reference(answer, object->number);
        note_object(object);
    }
    return error;
}

static bool changes(int64_t operation)
{
    return operation != LIST_GET && operation != DICT_GET &&
           operation != VALUE_GET && operation != COUNT && operation != COPY;
}

/* False: there is no answer yet. */
static bool answer_question(struct server *server, struct client *client,
                            const struct question *question,
                            struct pack *answer, int *error)
{
    if (question->operation == MAKE) {
        *error = make(server, question, answer);
        return true;
    }
    struct object *object = store_find(&server->store, question->object);
    bool ready = true;
    *error = object ? 0 : ENOENT;
    if (*error)
        return true;
    switch (question->operation) {
    case DELETE:
        delete (server, object);
        return true;
    case LOCK_ACQUIRE:
        ready =
            lock_acquire_for(server, client, object, question->first, error);
        break;
    case LOCK_RELEASE:
        *error = lock_release_for(server, client, object);
        break;
    default:
        *error = store_do(object, (enum operation)question->operation,
                          question->first, question->second, answer);
    }
    if ((*error == 0 || *error == EOWNERDEAD) && changes(question->operation))
        note_object(object);
    return ready;
}

void serve_known(struct server *server, struct client *client,
                 struct unpack *unpack)
{
    struct question question;
    struct pack answer;
    int error = 0;

    unpack_int(unpack, &question.operation);
    unpack_int(unpack, &question.object);
    question.first = next_blob(unpack);
    question.second = next_blob(unpack);
    if (unpack_end(unpack) || question.operation < 0 ||
        question.operation >= OPERATIONS || answer_begin(&answer)) {
        client->gone = true;
        return;
    }
    pack_int(&answer, 0);
    size_t empty = answer.size;
    bool ready = answer_question(server, client, &question, &answer, &error);
    if (ready && !error) {
        if (answer.size == empty)
            pack_nothing(&answer);
        client_respond(client, &answer);
        return;
    }
    free(answer.bytes - FRAME_HEAD);
    if (ready)
        respond_error(client, error);
}

void serve_stranger(struct server *server, struct client *client,
                    struct unpack *unpack)
{
    unsigned char proof[SHA256_SIZE];
    const void *nonce, *claim;
    size_t nonce_size, claim_size;
    struct pack answer;

    unpack_bytes(unpack, &nonce, &nonce_size);
    unpack_bytes(unpack, &claim, &claim_size);
    client->gone = true;
    if (unpack_end(unpack) || nonce_size != MANAGER_NONCE ||
        claim_size != sizeof proof)
        return;
    manager_prove(server->key, "client", client->nonce, nonce, proof);
    if (!sha256_equal(proof, claim) || answer_begin(&answer))
        return;
    client->gone = false;
    client->known = true;
    manager_prove(server->key, "server", nonce, client->nonce, proof);
    pack_bytes(&answer, proof, sizeof proof);
    client_respond(client, &answer);
}
