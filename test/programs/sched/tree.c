// A tree of goroutines, ten wide and four deep: every goroutine waits for its children, parked.
// want stdout: 10000 leaves, sum 49995000
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
  struct node* parent;
  gort_g* g;
  int64_t number, size;
  _Atomic int64_t sum;
  _Atomic int left;
};

static void visit(void* arg) {
  struct node* me = arg;
  if (me->size > 1) {
    me->g = gort_self();
    me->left = 10;
    for (int i = 0; i < 10; i++) {
      struct node* child = calloc(1, sizeof *child);
      child->parent = me, child->size = me->size / 10, child->number = me->number + i * child->size;
      gort_go(visit, child);
    }
    while (me->left) gort_park();
  } else {
    me->sum = me->number;
  }
  struct node* parent = me->parent;
  parent->sum += me->sum;
  gort_g* waiter = parent->g;
  parent->left--;
  gort_ready(waiter);
}

int main(void) {
  struct node top = {.g = gort_self(), .left = 1};
  struct node root = {.parent = &top, .size = 10000};
  gort_go(visit, &root);
  while (top.left) gort_park();
  printf("10000 leaves, sum %lld\n", (long long)top.sum);
}
