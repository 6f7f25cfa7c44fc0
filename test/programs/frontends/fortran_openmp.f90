! Fortran with OpenMP: parallel loops, reductions, sections, tasks, locks, thread-private variables, on libomp's threads.
! cflags: -fopenmp
! tries: parallel do, reduction, sections, tasks, critical, atomic, threadprivate, locks
! want stdout: reduction   500500 max  1000
! want stdout: histogram  1000 1000 1000 1000
! want stdout: critical   4000 atomic   4000
! want stdout: private sums  500500
! want stdout: tasks fib(18) =   2584
! want stdout: sections   3
! want stdout: matrix3383500000.0
! want stdout: locks  2000
! want stdout: threads 4
! want stderr: Fortran STOP: code 4
! want stderr:
! want stderr: IEEE arithmetic exceptions signaled: INEXACT
! want exit: 4
module counters
  implicit none
  integer, save :: mine = 0
  !$omp threadprivate(mine)
contains
  recursive integer function fib(n) result(r)
    integer, intent(in) :: n
    integer :: a, b
    if (n < 2) then
      r = n
      return
    end if
    !$omp task shared(a) if(n > 10)
    a = fib(n - 1)
    !$omp end task
    !$omp task shared(b) if(n > 10)
    b = fib(n - 2)
    !$omp end task
    !$omp taskwait
    r = a + b
  end function
end module

program main
  use omp_lib
  use counters
  implicit none
  integer :: i, s, m, c, a, total, answer, done, threads, locked
  integer :: bins(0:3)
  integer(omp_lock_kind) :: lock
  real(8) :: x(100, 100), y(100, 100), z(100, 100)

  call omp_set_num_threads(4)
  s = 0
  m = 0
  !$omp parallel do reduction(+:s) reduction(max:m)
  do i = 1, 1000
    s = s + i
    m = max(m, i)
  end do
  print '(A,I8,A,I6)', 'reduction ', s, ' max', m

  bins = 0
  !$omp parallel do reduction(+:bins)
  do i = 1, 4000
    bins(mod(i, 4)) = bins(mod(i, 4)) + 1
  end do
  print '(A,4I5)', 'histogram ', bins

  c = 0
  a = 0
  !$omp parallel do schedule(dynamic, 7)
  do i = 1, 4000
    !$omp critical
    c = c + 1
    !$omp end critical
    !$omp atomic
    a = a + 1
  end do
  print '(A,I6,A,I6)', 'critical ', c, ' atomic ', a

  total = 0
  !$omp parallel
  mine = 0
  !$omp do
  do i = 1, 1000
    mine = mine + i
  end do
  !$omp atomic
  total = total + mine
  !$omp end parallel
  print '(A,I8)', 'private sums', total

  !$omp parallel
  !$omp single
  answer = fib(18)
  !$omp end single
  !$omp end parallel
  print '(A,I6)', 'tasks fib(18) = ', answer

  done = 0
  !$omp parallel sections
  !$omp section
  !$omp atomic
  done = done + 1
  !$omp section
  !$omp atomic
  done = done + 1
  !$omp section
  !$omp atomic
  done = done + 1
  !$omp end parallel sections
  print '(A,I4)', 'sections', done

  !$omp parallel do
  do i = 1, 100
    x(:, i) = i
    y(i, :) = i
  end do
  z = matmul(x, y)
  print '(A,F12.1)', 'matrix', sum(z)

  call omp_init_lock(lock)
  locked = 0
  threads = 0
  !$omp parallel
  !$omp do
  do i = 1, 2000
    call omp_set_lock(lock)
    locked = locked + 1
    call omp_unset_lock(lock)
  end do
  !$omp single
  threads = omp_get_num_threads()
  !$omp end single
  !$omp end parallel
  call omp_destroy_lock(lock)
  print '(A,I6)', 'locks', locked
  print '(A,I2)', 'threads', threads
  stop 4
end program
