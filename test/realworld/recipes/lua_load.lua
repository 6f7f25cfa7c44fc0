local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(32))
local t = {}
for i = 1, 300000 do t[i] = (i * 7919) % 1000003 end
table.sort(t)
local parts = {}
for i = 1, 300000 do parts[#parts + 1] = tostring(t[i]):reverse() end
local text = table.concat(parts, " ")
local n = 0
for w in text:gmatch("%d+") do n = n + #w end
print(n, #text)
local co = coroutine.wrap(function() for i = 1, 500000 do coroutine.yield(i) end return -1 end)
local sum = 0
repeat local v = co(); sum = sum + v until v < 0
print(sum)
