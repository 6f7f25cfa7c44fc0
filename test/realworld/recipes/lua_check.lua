-- What an interpreter has to get right: errors through C frames, coroutines, metatables, patterns, big stacks, collection.
local function report(name, ...) print(name, ...) end

report("pcall", select(2, pcall(error, { code = 7 })).code)
report("error with position", pcall(function() local x = nil; return x.field end))
report("nested", pcall(pcall, error, "deep"))
report("xpcall", xpcall(function() error("oops") end, function(m) return "handled: " .. m end))
local function overflow(n) return 1 + overflow(n + 1) end
local ok, message = pcall(overflow, 1)
report("stack overflow", ok, message:match("stack overflow"))
report("C stack", pcall(string.rep, "x", -1))
local nested = string.rep("(", 150) .. "1" .. string.rep(")", 150)
report("parser depth", load("return " .. nested)())

local co = coroutine.wrap(function(...)
  local sum = 0
  for _, v in ipairs({ ... }) do sum = sum + v end
  for i = 1, 3 do sum = sum + coroutine.yield(sum) end
  error("end of coroutine")
end)
report("coroutine", co(1, 2, 3), co(10), co(20))
report("coroutine error", pcall(co, 0))
local main = {}
for i = 1, 200 do main[i] = coroutine.create(function() for j = 1, i do coroutine.yield(j) end return "done" end) end
local steps = 0
while #main > 0 do
  for i = #main, 1, -1 do
    coroutine.resume(main[i])
    steps = steps + 1
    if coroutine.status(main[i]) == "dead" then table.remove(main, i) end
  end
end
report("coroutines", steps)

local V = setmetatable({}, { __call = function(c, x) return setmetatable({ x = x }, c) end })
V.__index = V
V.__add = function(a, b) return V(a.x + b.x) end
V.__tostring = function(a) return "V(" .. a.x .. ")" end
V.__close = function(a) print("closed", tostring(a)) end
do local v <close> = V(1) + V(2) end
report("gsub", ("hello world"):gsub("(%w+)", "<%1>"))
report("format", string.format("%5.2f|%-8s|%x|%q|%g", 3.14159, "left", 255, "a\nb", 1e100))
report("integers", 7 // 2, -7 // 2, 7 % -3, 1 << 62, math.maxinteger + 1 == math.mininteger, 2 ^ 53)
report("floats", 1e15, 0.1, -0.0, 1 / 0, 100 // 1e-320)
report("pack", string.unpack("<i4d", string.pack("<i4d", -5, 2.5)))
report("utf8", utf8.char(72, 228, 8364, 128512), utf8.len("häß"))
local t = {}
for i = 1, 2000 do t[i] = (i * 7919) % 2003 end
table.sort(t, function(a, b) return a > b end)
report("sort", t[1], t[1000], t[2000])
report("invalid order", pcall(table.sort, { 3, 1, 2, 5, 4, 9, 8 }, function() return true end))
local weak = setmetatable({}, { __mode = "v" })
for i = 1, 100 do weak[i] = { i } end
collectgarbage()
report("weak", next(weak))
collectgarbage("generational")
for i = 1, 100000 do t[i % 100 + 1] = { i, tostring(i) } end
report("gc", t[1][2])
local f = assert(io.tmpfile())
f:write("one\ntwo\n3.5\n")
f:seek("set")
report("io", f:read("l", "l", "n"))
report("popen", io.popen("echo from the shell"):read("a"))
os.exit(0, true)
