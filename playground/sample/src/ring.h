#ifndef RING_H
#define RING_H

#include <stddef.h>

/* The last lines of a log. Holds copies; the oldest goes when there is no room. */
struct ring {
    char **lines;
    size_t capacity;
    size_t first;
    size_t count;
};

/* Returns 0, or -1 when there is no memory or the capacity is 0. */
int ring_init(struct ring *ring, size_t capacity);

/* Returns 0, or -1 when there is no memory; the ring is unchanged then. */
int ring_push(struct ring *ring, const char *line);

/* The line at a place, counted from the oldest; NULL beyond the newest. */
const char *ring_at(const struct ring *ring, size_t place);

void ring_free(struct ring *ring);

#endif
