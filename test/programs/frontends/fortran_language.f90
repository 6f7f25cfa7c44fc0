! Fortran: arrays, derived types with type-bound procedures, allocation, strings, formatted and internal i/o, files.
! tries: allocatable and pointer arrays, array expressions, matmul, type extension, select type, character handling, list-directed and formatted output, internal and file i/o, recursion, iso_c_binding callbacks, qsort
! lacks: co-arrays (flang has none)
! stdin: 3 4.5 word
! want stdout:  read 3 4.5 word
! want stdout: matmul   19   22   43   50
! want stdout: sum     5050.0 max  100.0 at  100 evens   50
! want stdout: circle area     3.142 square area     4.000 total     7.142
! want stdout: split [alpha] [beta] [gamma]
! want stdout:    1.235E+04    0.0012346  T  FF
! want stdout: file lines  100 sum  5050
! want stdout: sorted    1    2    3    5    8    9
! want stdout: list    4    3    2    1
! want stdout: ackermann  125
! want stdout: quad 1.41421356237309504880168872421
! want stdout: complex ( -3.00,  4.00)
module shapes
  implicit none
  type, abstract :: shape
  contains
    procedure(area_of), deferred :: area
  end type
  abstract interface
    real(8) function area_of(self)
      import shape
      class(shape), intent(in) :: self
    end function
  end interface
  type, extends(shape) :: circle
    real(8) :: r
  contains
    procedure :: area => circle_area
  end type
  type, extends(shape) :: square
    real(8) :: a
  contains
    procedure :: area => square_area
  end type
  type :: node
    integer :: value
    type(node), pointer :: next => null()
  end type
contains
  real(8) function circle_area(self)
    class(circle), intent(in) :: self
    circle_area = acos(-1.0_8) * self%r**2
  end function
  real(8) function square_area(self)
    class(square), intent(in) :: self
    square_area = self%a**2
  end function
  recursive integer function ackermann(m, n) result(r)
    integer, intent(in) :: m, n
    if (m == 0) then
      r = n + 1
    else if (n == 0) then
      r = ackermann(m - 1, 1)
    else
      r = ackermann(m - 1, ackermann(m, n - 1))
    end if
  end function
  integer(4) function compare(a, b) bind(c)
    use iso_c_binding
    integer(c_int), intent(in) :: a, b
    compare = a - b
  end function
end module

program main
  use iso_c_binding
  use shapes
  implicit none
  interface
    subroutine qsort(base, n, size, cmp) bind(c)
      import
      type(c_ptr), value :: base
      integer(c_size_t), value :: n, size
      type(c_funptr), value :: cmp
    end subroutine
  end interface
  type :: holder
    class(shape), allocatable :: s
  end type
  integer :: i, n, at, lines, total, io
  integer, allocatable :: values(:)
  integer(c_int), target :: numbers(6) = [5, 3, 9, 1, 8, 2]
  real(8), allocatable :: a(:)
  real(8) :: x
  type(holder) :: all(2)
  type(node), pointer :: head, fresh
  character(len=:), allocatable :: text, rest
  character(len=10) :: word
  character(len=80) :: line
  complex(8) :: z

  read *, n, x, word
  print '(A,I0,1X,F3.1,1X,A)', ' read ', n, x, trim(word)
  print '(A,4I5)', 'matmul', transpose(matmul(reshape([1, 3, 2, 4], [2, 2]), reshape([5, 7, 6, 8], [2, 2])))
  allocate(a(100))
  a = [(real(i, 8), i = 1, 100)]
  at = maxloc(a, 1)
  print '(A,F11.1,A,F7.1,A,I5,A,I5)', 'sum', sum(a), ' max', maxval(a), ' at', at, ' evens', count(mod(int(a), 2) == 0)
  allocate(all(1)%s, source=circle(1.0_8))
  allocate(all(2)%s, source=square(2.0_8))
  x = 0
  line = ''
  do i = 1, 2
    select type (s => all(i)%s)
    type is (circle)
      write(line(len_trim(line)+1:), '(A,F10.3)') 'circle area', s%area()
    type is (square)
      write(line(len_trim(line)+1:), '(A,F10.3)') ' square area', s%area()
    end select
    x = x + all(i)%s%area()
  end do
  print '(A,A,F10.3)', trim(line), ' total', x
  text = 'alpha,beta,gamma,'
  rest = 'split'
  do while (len(text) > 0)
    i = index(text, ',')
    rest = rest // ' [' // text(1:i-1) // ']'
    text = text(i+1:)
  end do
  print '(A)', rest
  print '(ES12.3,F13.7,L3,Z4)', 12345.678, 0.00123456, .true., 255
  open(newunit=io, status='scratch')
  do i = 1, 100
    write(io, *) i
  end do
  rewind(io)
  lines = 0
  total = 0
  do
    read(io, *, iostat=n) i
    if (n /= 0) exit
    lines = lines + 1
    total = total + i
  end do
  close(io)
  print '(A,I5,A,I6)', 'file lines', lines, ' sum', total
  call qsort(c_loc(numbers), 6_c_size_t, 4_c_size_t, c_funloc(compare))
  print '(A,6I5)', 'sorted', numbers
  nullify(head)
  do i = 1, 4
    allocate(fresh)
    fresh%value = i
    fresh%next => head
    head => fresh
  end do
  allocate(values(0))
  do while (associated(head))
    values = [values, head%value]
    fresh => head
    head => head%next
    deallocate(fresh)
  end do
  print '(A,4I5)', 'list', values
  print '(A,I5)', 'ackermann', ackermann(3, 4)
  print '(A,F32.29)', 'quad', sqrt(2.0_16)
  z = (1.0_8, 2.0_8)
  print '(A,F6.2,A,F6.2,A)', 'complex (', real(z * z), ',', aimag(z * z), ')'
end program
