; The second module of linkage.ll.
$shared = comdat any
$data = comdat any
@data = linkonce_odr global i32 7, comdat
define linkonce_odr i32 @shared() comdat {
  ret i32 7
}
define i32 @overridden() {
  ret i32 2
}
@common = common global i32 0
define hidden i32 @hidden_one() {
  ret i32 8
}
define protected i32 @protected_one() {
  ret i32 9
}
define i32 @from_other() {
  %d = load i32, ptr @data
  %r = add i32 %d, 5
  ret i32 %r
}
