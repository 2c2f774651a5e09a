#!/bin/sh
# Says which lines are longer than 80 characters; fails if there are any.
long=$(awk 'length > 80 { print FILENAME ":" FNR ": " length " characters" }' src/*.c src/*.h test/*.c)
[ -z "$long" ] && echo "every line is short enough" && exit 0
echo "$long"
exit 3
