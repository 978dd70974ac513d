/* sha256.c - FIPS 180-4, section 6.2, and RFC 2104. */
#include "parallel/sha256_inside.h"

#include <string.h>

/* The first 32 bits of the fractions of the cube roots of the first 64
   primes. */
static const uint32_t round_constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t word, int by)
{
    return word >> by | word << (32 - by);
}

static uint32_t get_word(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

static void put_word(unsigned char *at, uint32_t word)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(word >> (24 - 8 * i));
}

static void mix_block(uint32_t state[8], const unsigned char *block)
{
    uint32_t w[64], s[8];

    for (int i = 0; i < 16; i++)
        w[i] = get_word(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t low =
            turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t high =
            turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;

        w[i] = w[i - 16] + low + w[i - 7] + high;
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t sum = turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25);
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t first = s[7] + sum + choice + round_constant[i] + w[i];
        uint32_t other = turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);

        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += first;
        s[0] = first + other + majority;
    }
    for (int i = 0; i < 8; i++)
        state[i] += s[i];
}

void sha256_begin(struct sha256 *sha)
{
    /* The same of the square roots of the first 8 primes. */
    *sha = (struct sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                     0xa54ff53a, 0x510e527f, 0x9b05688c,
                                     0x1f83d9ab, 0x5be0cd19}};
}

void sha256_add(struct sha256 *sha, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;

    while (size > 0) {
        size_t at = sha->size % SHA256_BLOCK;
        size_t part = SHA256_BLOCK - at < size ? SHA256_BLOCK - at : size;

        memcpy(sha->block + at, from, part);
        sha->size += part;
        from += part;
        size -= part;
        if (at + part == SHA256_BLOCK)
            mix_block(sha->state, sha->block);
    }
}

void sha256_end(struct sha256 *sha, unsigned char digest[SHA256_SIZE])
{
    unsigned char length[8];
    uint64_t bits = sha->size * 8;

    put_word(length, (uint32_t)(bits >> 32));
    put_word(length + 4, (uint32_t)bits);
    sha256_add(sha, "\x80", 1);
    while (sha->size % SHA256_BLOCK != SHA256_BLOCK - sizeof length)
        sha256_add(sha, "", 1);
    sha256_add(sha, length, sizeof length);
    for (int i = 0; i < 8; i++)
        put_word(digest + 4 * i, sha->state[i]);
}

void hmac_key_set(struct hmac_key *key, const void *bytes, size_t size)
{
    struct sha256 sha;

    memset(key, 0, sizeof *key);
    if (size <= sizeof key->block) {
        if (size > 0)
            memcpy(key->block, bytes, size);
        return;
    }
    sha256_begin(&sha);
    sha256_add(&sha, bytes, size);
    sha256_end(&sha, key->block);
}

static void begin_with_key(struct sha256 *sha, const struct hmac_key *key,
                           unsigned char pad)
{
    unsigned char block[SHA256_BLOCK];

    for (int i = 0; i < SHA256_BLOCK; i++)
        block[i] = key->block[i] ^ pad;
    sha256_begin(sha);
    sha256_add(sha, block, sizeof block);
}

void hmac(const struct hmac_key *key, const void *message, size_t size,
          unsigned char proof[SHA256_SIZE])
{
    struct sha256 sha;

    begin_with_key(&sha, key, 0x36);
    sha256_add(&sha, message, size);
    sha256_end(&sha, proof);
    begin_with_key(&sha, key, 0x5c);
    sha256_add(&sha, proof, SHA256_SIZE);
    sha256_end(&sha, proof);
}

bool sha256_equal(const void *one, const void *other)
{
    const unsigned char *left = one, *right = other;
    unsigned char differ = 0;

    for (int i = 0; i < SHA256_SIZE; i++)
        differ |= left[i] ^ right[i];
    return differ == 0;
}
