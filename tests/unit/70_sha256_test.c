/* 70_sha256_test.c - published vectors: FIPS 180-4's examples, RFC 4231. */
#include "parallel/sha256_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void assert_hex(const unsigned char *digest, const char *expected)
{
    char text[2 * SHA256_SIZE + 1];

    for (int i = 0; i < SHA256_SIZE; i++)
        sprintf(text + 2 * i, "%02x", digest[i]);
    assert_string_equal(text, expected);
}

static void digests_what_the_standard_does(void **state)
{
    static const struct {
        const char *text, *digest;
    } vectors[] = {
        {"",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijkl"
         "mnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    unsigned char digest[SHA256_SIZE];
    struct sha256 sha;

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        sha256_begin(&sha);
        sha256_add(&sha, vectors[i].text, strlen(vectors[i].text));
        sha256_end(&sha, digest);
        assert_hex(digest, vectors[i].digest);
    }
}

/* A million times "a", in pieces of all sizes. */
static void does_not_depend_on_the_pieces(void **state)
{
    static char letters[1000];
    unsigned char digest[SHA256_SIZE];
    struct sha256 sha;
    size_t left = 1000000;

    (void)state;
    memset(letters, 'a', sizeof letters);
    sha256_begin(&sha);
    for (size_t piece = 1; left > 0; piece = piece % sizeof letters + 1) {
        size_t size = piece < left ? piece : left;

        sha256_add(&sha, letters, size);
        left -= size;
    }
    sha256_end(&sha, digest);
    assert_hex(digest,
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd"
               "0");
}

static void proves_what_the_standard_does(void **state)
{
    unsigned char bytes[131], proof[SHA256_SIZE];
    struct hmac_key key;

    (void)state;
    hmac_key_set(&key, "Jefe", 4);
    hmac(&key, "what do ya want for nothing?", 28, proof);
    assert_hex(proof,
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b96"
               "4ec3843");
    memset(bytes, 0xaa, sizeof bytes); /* A key longer than a block. */
    hmac_key_set(&key, bytes, sizeof bytes);
    hmac(&key, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
         proof);
    assert_hex(proof,
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0"
               "ee37f54");
}

static void tells_digests_apart(void **state)
{
    unsigned char one[SHA256_SIZE] = {0}, other[SHA256_SIZE] = {0};

    (void)state;
    assert_true(sha256_equal(one, other));
    other[SHA256_SIZE - 1] = 1;
    assert_false(sha256_equal(one, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_what_the_standard_does),
        cmocka_unit_test(does_not_depend_on_the_pieces),
        cmocka_unit_test(proves_what_the_standard_does),
        cmocka_unit_test(tells_digests_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
