#include "ring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 4096 };

int main(int argc, char **argv)
{
    struct ring ring;
    char line[LONGEST_LINE];
    long capacity = argc > 1 ? strtol(argv[1], NULL, 10) : 10;
    if (capacity <= 0 || ring_init(&ring, (size_t)capacity) != 0) {
        fprintf(stderr, "usage: ringlog [LINES]   (1 or more)\n");
        return 2;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (ring_push(&ring, line) != 0) {
            fprintf(stderr, "ringlog: no memory\n");
            return 1;
        }
    }
    for (size_t i = 0; ring_at(&ring, i) != NULL; i++)
        puts(ring_at(&ring, i));
    ring_free(&ring);
    return 0;
}
