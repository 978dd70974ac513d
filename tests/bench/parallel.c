/* parallel.c - common/parallel beside the bare mechanism and Python's same
   word, in one run.

   Rates are medians of rounds taken in turns; the last column is how far the
   rounds were apart. A second thread is alive throughout: without one glibc
   leaves atomics out, and locks cost half. JSON: $BENCH_JSON, if it is set. */
#include "tests/bench/parallel.h"
#include "parallel/process.h"
#include "tests/support/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 7, PYTHON_ROUNDS = 3, KINDS = 3, NAME_ROOM = 64 };

static const struct bench_row *const tables[] = {
    bench_pairs,  bench_trips, bench_flows,  bench_rings,
    bench_starts, bench_pools, bench_manager};

struct result {
    const struct bench_row *row;
    struct rounds rounds[KINDS]; /* Ours, raw, Python's. */
};

static struct result results[64];
static size_t count;

static void collect_rows(void)
{
    for (size_t table = 0; table < sizeof tables / sizeof *tables; table++)
        for (const struct bench_row *row = tables[table]; row->name; row++)
            results[count++].row = row;
}

static double rate(double (*function)(long), long times)
{
    double start = measure_now_ns();
    double done = function(times);

    if (times == 0)
        return done;
    return done * 1e9 / (measure_now_ns() - start);
}

static void run_ours_and_raw(void)
{
    for (size_t i = 0; i < count; i++) {
        const struct bench_row *row = results[i].row;

        rounds_add(&results[i].rounds[0], rate(row->ours, row->times));
        if (row->raw)
            rounds_add(&results[i].rounds[1], rate(row->raw, row->times));
    }
}

/* False: there is no python3. */
static bool run_python(void)
{
    char name[NAME_ROOM];
    double value;
    FILE *lines =
        popen("timeout 120 python3 tests/bench/parallel.py 2>/dev/null", "r");

    if (!lines)
        return false;
    while (fscanf(lines, "%63s %lf", name, &value) == 2)
        for (size_t i = 0; i < count; i++)
            if (strcmp(results[i].row->name, name) == 0)
                rounds_add(&results[i].rounds[2], value);
    return pclose(lines) == 0;
}

static void print_rate(double value, bool is_rate)
{
    if (value == 0)
        printf("          -");
    else if (!is_rate)
        printf(" %8.2f x", value);
    else if (value < 1000)
        printf(" %8.0f  ", value);
    else if (value >= 1e6)
        printf(" %8.2f M", value / 1e6);
    else
        printf(" %8.2f k", value / 1e3);
}

static void print_ratio(double ours, double other)
{
    if (other > 0)
        printf(" %7.2fx", ours / other);
    else
        printf("        -");
}

static void print_table(void)
{
    printf("common/parallel, per second; %d rounds, Python %d; +- is half of "
           "what they varied\n",
           ROUNDS, PYTHON_ROUNDS);
    printf("  %-20s %10s %10s %8s %10s %8s   +-ours raw Python\n", "", "ours",
           "raw", "of raw", "Python", "times");
    for (size_t i = 0; i < count; i++) {
        const struct rounds *rounds = results[i].rounds;
        bool is_rate = results[i].row->times > 0;
        double median[KINDS];

        for (int kind = 0; kind < KINDS; kind++)
            median[kind] = rounds_median(&rounds[kind]);
        printf("  %-20s", results[i].row->name);
        print_rate(median[0], is_rate);
        print_rate(median[1], is_rate);
        print_ratio(median[0], median[1]);
        print_rate(median[2], is_rate);
        print_ratio(median[0], median[2]);
        printf("   %3.0f%% %3.0f%% %3.0f%%\n", rounds_spread(&rounds[0]) / 2,
               rounds_spread(&rounds[1]) / 2, rounds_spread(&rounds[2]) / 2);
    }
}

static void write_json(const char *path)
{
    FILE *file = fopen(path, "w");

    if (!file)
        return;
    fprintf(file, "{\"rounds\": %d, \"unit\": \"per second\", \"rows\": [",
            ROUNDS);
    for (size_t i = 0; i < count; i++) {
        const struct rounds *rounds = results[i].rounds;

        fprintf(file, "%s\n {\"name\": \"%s\", \"ours\": %.1f, ", i ? "," : "",
                results[i].row->name, rounds_median(&rounds[0]));
        fprintf(file, "\"raw\": %.1f, \"python\": %.1f, ",
                rounds_median(&rounds[1]), rounds_median(&rounds[2]));
        fprintf(file, "\"spread_percent\": [%.0f, %.0f, %.0f]}",
                rounds_spread(&rounds[0]), rounds_spread(&rounds[1]),
                rounds_spread(&rounds[2]));
    }
    fputs("\n]}\n", file);
    fclose(file);
}

static void *idle(void *argument)
{
    pause();
    return argument;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], BENCH_NOTHING) == 0)
        return 0;
    process_main(argc, argv);

    const char *json = getenv("BENCH_JSON");
    bool python = true;
    pthread_t second;

    collect_rows();
    pthread_create(&second, NULL, idle, NULL);
    for (int round = 0; round < ROUNDS; round++) {
        run_ours_and_raw();
        if (round < PYTHON_ROUNDS && python)
            python = run_python();
    }
    print_table();
    if (!python)
        puts("  no python3 here, or it failed: its column is not complete");
    if (json)
        write_json(json);
}
