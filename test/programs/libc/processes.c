// Other processes: system, popen, pipe with fork and execve, waitpid, and a fork that goes on in module code.
// want stdout: system 3
// want stdout: popen hello from a shell
// want stdout: child of a fork wrote: 42
// want stdout: exec said: executed
// want stdout: wait 7, killed by 15
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noinline)) static int work(int n) { return n <= 1 ? 1 : n + work(n - 1); }

int main(void) {
  int status, p[2];
  char buffer[100];
  fflush(stdout);
  printf("system %d\n", WEXITSTATUS(system("exit 3")));
  FILE* f = popen("echo hello from a shell", "r");
  if (!f || !fgets(buffer, sizeof buffer, f)) return 1;
  printf("popen %s", buffer);
  pclose(f);
  fflush(stdout);
  if (pipe(p)) return 1;
  pid_t pid = fork();
  if (!pid) {
    int n = snprintf(buffer, sizeof buffer, "%d", work(8) + 6);
    _exit(write(p[1], buffer, (size_t)n) != n);
  }
  ssize_t n = read(p[0], buffer, sizeof buffer - 1);
  buffer[n > 0 ? n : 0] = 0;
  waitpid(pid, &status, 0);
  printf("child of a fork wrote: %s\n", buffer);
  fflush(stdout);
  pid = fork();
  if (!pid) {
    dup2(p[1], 1);
    execl("/bin/echo", "echo", "executed", (char*)0);
    _exit(1);
  }
  waitpid(pid, &status, 0);
  n = read(p[0], buffer, sizeof buffer - 1);
  buffer[n > 0 ? n : 0] = 0;
  printf("exec said: %s", buffer);
  fflush(stdout);
  pid = fork();
  if (!pid) exit(7);
  waitpid(pid, &status, 0);
  printf("wait %d, ", WEXITSTATUS(status));
  fflush(stdout);
  pid = fork();
  if (!pid)
    for (;;) pause();
  kill(pid, SIGTERM);
  waitpid(pid, &status, 0);
  printf("killed by %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}
