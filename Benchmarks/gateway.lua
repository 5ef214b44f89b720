-- Makes payments, each with a key and a reference of its own, and counts the answers by status.
local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

function init(args)
  made, refused, other, number = 0, 0, 0, 0
  run = args[1]
end

local body = '{"reference":"%s","amount":12000,"currency":"USD","source":{"type":"card",'
  .. '"number":"4242424242424242","expiry":"1230","securityCode":"123"},"description":"INV-7"}'

function request()
  number = number + 1
  local name = run .. "-" .. id .. "-" .. number
  return wrk.format("POST", "/v1/payments", {
    ["Authorization"] = "Bearer ivrpay_test_key",
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = name,
  }, string.format(body, name))
end

function response(status)
  if status == 201 then made = made + 1
  elseif status == 503 then refused = refused + 1
  else other = other + 1 end
end

function done(summary, latency)
  local made, refused, other = 0, 0, 0
  for _, thread in ipairs(threads) do
    made = made + thread:get("made")
    refused = refused + thread:get("refused")
    other = other + thread:get("other")
  end
  local errors = summary.errors
  io.write(string.format(
    "made %d refused %d other %d seconds %.2f p50 %.1f p99 %.1f errors %d\n", made, refused, other,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.timeout))
end
