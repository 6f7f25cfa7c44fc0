; A C program, and one that is there long enough for the runtime's other threads to get going.
declare i32 @usleep(i32)
define i32 @main() {
  %r = call i32 @usleep(i32 2000)
  ret i32 0
}
