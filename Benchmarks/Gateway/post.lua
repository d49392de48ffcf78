-- SPDX-License-Identifier: Apache-2.0
-- What wrk sends: a job each, of one of 65,536 clients behind the proxy that wrk is.
local head = { ["Content-Type"] = "application/json" }
local number = 0

function request()
    number = number + 1
    head["X-Forwarded-For"] = "9." .. math.random(1, 200) .. "." .. math.random(0, 255) .. "." .. math.random(1, 254)
    return wrk.format("POST", "/api/jobs", head, '{"url": "https://example.com/articles/' .. number .. '"}')
end
