#include "ring.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void check(const char *name, int holds)
{
    printf("%s %s\n", holds ? "ok    " : "not ok", name);
    if (!holds)
        failures++;
}

static void refuses_no_room(void)
{
    struct ring ring;
    check("a ring without room is refused", ring_init(&ring, 0) == -1);
}

static void keeps_what_fits(void)
{
    struct ring ring;
    ring_init(&ring, 3);
    ring_push(&ring, "one");
    ring_push(&ring, "two");
    check("the oldest line comes first", strcmp(ring_at(&ring, 0), "one") == 0);
    check("the newest line comes last", strcmp(ring_at(&ring, 1), "two") == 0);
    check("there is nothing beyond the newest", ring_at(&ring, 2) == NULL);
    ring_free(&ring);
}

static void forgets_the_oldest(void)
{
    struct ring ring;
    char line[16];
    ring_init(&ring, 3);
    for (int i = 0; i < 100; i++) {
        snprintf(line, sizeof line, "line %d", i);
        ring_push(&ring, line);
    }
    check("a full ring forgets the oldest line", strcmp(ring_at(&ring, 0), "line 97") == 0);
    check("a full ring holds the newest line", strcmp(ring_at(&ring, 2), "line 99") == 0);
    ring_free(&ring);
}

int main(void)
{
    refuses_no_room();
    keeps_what_fits();
    forgets_the_oldest();
    printf("%d failure(s)\n", failures);
    return failures == 0 ? 0 : 1;
}
