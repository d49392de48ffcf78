// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite struct `Reading a RabbitMQ address` {
    struct Expected: Sendable {
        var host = "h"
        var port = 5672
        var isSecure = false
        var user = "guest"
        var password = "guest"
        var virtualHost = "/"
    }

    static let good: [(url: String, expected: Expected)] = [
        ("amqp://h", Expected()),
        ("amqp://h/", Expected(virtualHost: "")),
        ("amqp://h/%2f", Expected(virtualHost: "/")),
        ("amqp://h/%2F", Expected(virtualHost: "/")),
        ("AMQPS://h", Expected(port: 5671, isSecure: true)),
        ("amqp://u:p@h:10/movie", Expected(port: 10, user: "u", password: "p", virtualHost: "movie")),
        ("amqp://u@h", Expected(user: "u", password: "")),
        ("amqp://u%40x:p%3A%2f%E9%8D%B5@h", Expected(user: "u@x", password: "p:/鍵")),
        ("amqp://[::1]:99/v", Expected(host: "::1", port: 99, virtualHost: "v")),
        ("amqp://[fe80::1]", Expected(host: "fe80::1")),
        ("amqp://", Expected(host: "localhost")),
        ("amqp://:77", Expected(host: "localhost", port: 77)),
    ]

    @Test(arguments: good)
    func `follows the URI specification`(url: String, expected: Expected) throws {
        let address = try BrokerAddress(parsing: url)
        #expect(address.host == expected.host)
        #expect(address.port == expected.port)
        #expect(address.isSecure == expected.isSecure)
        #expect(address.user == expected.user)
        #expect(address.password == expected.password)
        #expect(address.virtualHost == expected.virtualHost)
    }

    @Test func `the query sets heartbeat, time limit and authorities`() throws {
        let address = try BrokerAddress(
            parsing:
                "amqps://h/v?heartbeat=30&connection_timeout=2500&cacertfile=%2Ftmp%2Fca.pem&verify=verify_peer"
        )
        #expect(address.heartbeatSeconds == 30)
        #expect(address.connectionTimeoutMilliseconds == 2500)
        #expect(address.authoritiesFile == "/tmp/ca.pem")
    }

    @Test(arguments: [
        "", "h", "http://h", "amqp:/h", "amqp://h:0", "amqp://h:65536", "amqp://h:x", "amqp://[::1",
        "amqp://h/a/b",
        "amqp://h/%2", "amqp://h/%zz", "amqp://u:secret%@h", "amqp://h#f", "amqp://h?heartbeat=0",
        "amqp://h?heartbeat=301", "amqp://h?connection_timeout=99", "amqp://h?verify=verify_none",
        "amqp://h?x=1",
        "amqp://u:secret@h:99999", "amqp://h/\u{0}", "amqp://h/%00", "amqp://h/%ff",
        "amqp://h/" + String(repeating: "v", count: 256),
    ])
    func `anything else is refused, and the password is not repeated`(url: String) {
        let error = #expect(throws: BrokerError.self) { try BrokerAddress(parsing: url) }
        #expect(error?.code == .invalidAddress)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func `its description has no password and can be read again`() throws {
        let address = try BrokerAddress(parsing: "amqps://u:secret@[::1]:99/a%2fb")
        #expect(address.description == "amqps://u@[::1]:99/a%2Fb")
        #expect(try BrokerAddress(parsing: address.description).virtualHost == "a/b")
    }
}
