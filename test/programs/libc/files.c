// Files and memory: tmpfile, fseek, mmap, ungetc, opendir, a memory stream, a pipe between goroutine-less parts.
// want stdout: tmpfile 100 lines, line 57 is 3249
// want stdout: mapped 4096 4096
// want stdout: memory stream: a1 b2
// want stdout: directory has this 1
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char** argv) {
  FILE* f = tmpfile();
  if (!f) return 1;
  for (int i = 0; i < 100; i++) fprintf(f, "%d %d\n", i, i * i);
  rewind(f);
  int lines = 0, a, b, at57 = 0;
  while (fscanf(f, "%d %d", &a, &b) == 2) {
    lines++;
    if (a == 57) at57 = b;
  }
  printf("tmpfile %d lines, line 57 is %d\n", lines, at57);
  if (ftruncate(fileno(f), 8192)) return 1;
  char* m = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(f), 0);
  memset(m, 'x', 4096);
  memset(m + 4096, 'y', 4096);
  msync(m, 8192, MS_SYNC);
  fseek(f, 0, SEEK_SET);
  int x = 0, y = 0;
  for (int c; (c = getc(f)) != EOF;) x += c == 'x', y += c == 'y';
  printf("mapped %d %d\n", x, y);
  char* text;
  size_t size;
  FILE* s = open_memstream(&text, &size);
  fprintf(s, "a%d ", 1);
  fprintf(s, "b%d", 2);
  fclose(s);
  printf("memory stream: %s\n", text);
  free(text);
  DIR* d = opendir(".");
  int found = 0;
  for (struct dirent* e; (e = readdir(d));) found |= !strcmp(e->d_name, ".");
  closedir(d);
  printf("directory has this %d\n", found);
}
