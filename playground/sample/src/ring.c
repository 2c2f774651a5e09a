#include "ring.h"

#include <stdlib.h>
#include <string.h>

int ring_init(struct ring *ring, size_t capacity)
{
    memset(ring, 0, sizeof *ring);
    if (capacity == 0)
        return -1;
    ring->lines = calloc(capacity, sizeof *ring->lines);
    if (ring->lines == NULL)
        return -1;
    ring->capacity = capacity;
    return 0;
}

int ring_push(struct ring *ring, const char *line)
{
    size_t size = strlen(line) + 1;
    char *copy = malloc(size);
    if (copy == NULL)
        return -1;
    memcpy(copy, line, size);
    size_t place = (ring->first + ring->count) % ring->capacity;
    if (ring->count == ring->capacity) {
        free(ring->lines[place]);
        ring->first = (ring->first + 1) % ring->capacity;
    } else {
        ring->count++;
    }
    ring->lines[place] = copy;
    return 0;
}

const char *ring_at(const struct ring *ring, size_t place)
{
    if (place >= ring->count)
        return NULL;
    return ring->lines[(ring->first + place) % ring->capacity];
}

void ring_free(struct ring *ring)
{
    for (size_t i = 0; i < ring->capacity; i++)
        free(ring->lines[i]);
    free(ring->lines);
    memset(ring, 0, sizeof *ring);
}
