# Lua 5.4: an interpreter; setjmp for errors, many small allocations.
program=src/lua
first=-v
fetch() { debian lua5.4; }
build() {
  make -C src lua CC="$CC" CFLAGS="$level -DLUA_USE_LINUX" SYSLIBS="-Wl,-E -ldl" AR="$AR rcu" RANLIB="$RANLIB"
}
check() { "$PROGRAM" "$recipes/lua_check.lua"; }
load() { "$PROGRAM" "$recipes/lua_load.lua"; }
