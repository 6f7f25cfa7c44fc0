// Standard input by getline, fgets, scanf and getchar.
// stdin: a first line of some length
// stdin: second
// stdin: 12 3.5 word
// stdin: xyz
// want stdout: getline 28: a first line of some length
// want stdout: fgets second
// want stdout: scanf 3: 12 3.5 word
// want stdout: rest xyz
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  char *line = 0, buffer[100], word[10];
  size_t size = 0;
  ssize_t n = getline(&line, &size, stdin);
  printf("getline %zd: %s", n, line);
  free(line);
  if (!fgets(buffer, sizeof buffer, stdin)) return 1;
  printf("fgets %s", buffer);
  int i;
  double d;
  int got = scanf("%d %lf %9s ", &i, &d, word);
  printf("scanf %d: %d %g %s\nrest ", got, i, d, word);
  for (int c; (c = getchar()) != EOF;) putchar(c);
}
