/* expect: data-race assertion
   Both halves are merged through the same part of one buffer. */
#include <assert.h>
#include <pthread.h>
#include <string.h>

static int a[8], tmp[8];
struct r {
    int lo, hi;
};

static void *sort(void *argument)
{
    struct r *r = argument;
    int lo = r->lo, hi = r->hi;
    if (hi - lo < 2)
        return argument;
    int mid = (lo + hi) / 2;
    struct r l = {lo, mid}, h = {mid, hi};
    if (hi - lo > 4) {
        pthread_t t;
        pthread_create(&t, NULL, sort, &l);
        sort(&h);
        pthread_join(t, NULL);
    } else {
        sort(&l);
        sort(&h);
    }
    int i = lo, j = mid, k = 0;
    while (i < mid && j < hi)
        tmp[k++] = a[i] <= a[j] ? a[i++] : a[j++];
    while (i < mid)
        tmp[k++] = a[i++];
    while (j < hi)
        tmp[k++] = a[j++];
    memcpy(a + lo, tmp, (hi - lo) * sizeof *a);
    return argument;
}

int main(void)
{
    for (int i = 0; i < 8; i++)
        a[i] = (i * 5) % 8;
    struct r r = {0, 8};
    sort(&r);
    for (int i = 0; i < 8; i++)
        assert(a[i] == i);
    return 0;
}
