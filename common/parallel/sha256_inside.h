/* sha256_inside.h - a digest, and proof that one knows a key. Not installed.

   A digest (SHA-256, FIPS 180-4) stands for bytes: nobody can find others with
   the same. A proof (HMAC, RFC 2104) is a digest of a message and a key: only
   who has the key can make it, and it does not tell the key. */
#ifndef PARALLEL_SHA256_INSIDE_H
#define PARALLEL_SHA256_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32, SHA256_BLOCK = 64 };

struct sha256 {
    uint32_t state[8];
    uint64_t size; /* Of all that was added. */
    unsigned char block[SHA256_BLOCK];
};

void sha256_begin(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t size);
void sha256_end(struct sha256 *sha, unsigned char digest[SHA256_SIZE]);

struct hmac_key {
    unsigned char block[SHA256_BLOCK];
};

void hmac_key_set(struct hmac_key *key, const void *bytes, size_t size);
void hmac(const struct hmac_key *key, const void *message, size_t size,
          unsigned char proof[SHA256_SIZE]);

/* Takes as long wherever they differ, which would tell a guesser. */
bool sha256_equal(const void *one, const void *other);

#endif
