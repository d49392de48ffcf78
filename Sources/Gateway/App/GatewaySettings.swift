// SPDX-License-Identifier: Apache-2.0
package import Domain
package import FilmSettings

/// How a gateway works; read once, where it starts.
package struct GatewaySettings: Sendable {
    package var host = "127.0.0.1"
    /// 0 for any free one.
    package var port = 8_000
    /// Proxies whose X-Forwarded-For is believed.
    package var trustedProxies: [IPNetwork] = []

    /// Nil: there is no administration.
    package var adminToken: AdminToken?

    /// Jobs that one client network may make between two midnights UTC.
    package var dailyJobLimit = 5
    package var openJobLimit = 10
    /// How often a failed job may be tried again by whoever has its address.
    package var retryLimit = 3
    /// How often a film may be made again from an edited script.
    package var editLimit = 20
    /// How long a finished job is kept.
    package var retentionHours = 24
    package var jobDeadline = Duration.seconds(7_200)
    package var allowsPrivateAddresses = false
    /// Free bytes of the artifacts' disk below which no job is taken.
    package var diskFloorBytes: Int64 = 500_000_000
    /// How films look where no request says.
    package var house: FilmSettings?

    /// Room for ``FilmRequest/maximumBytes`` of text and its JSON escapes.
    package var bodyLimitBytes = 4 << 20
    package var connectionLimit = 4_000
    /// Connections of one client network that is no trusted proxy. A browser opens six, and a stream for each film it
    /// watches; an office behind one address is some of them.
    package var clientConnectionLimit = 100
    package var eventStreamLimit = 2_000
    package var webhookPeriod = Duration.seconds(1)
    package var heartbeat = Duration.seconds(15)
    package var times = ConnectionTimes()

    package init() {}
}

/// How long a client may take. Slower ones hold a connection for no good.
package struct ConnectionTimes: Sendable {
    /// From the connection, or the answer before, to the end of a request's head.
    package var head = Duration.seconds(15)
    /// From the head to the end of the body.
    package var body = Duration.seconds(30)
    /// For which a client that is sent something reads nothing.
    package var stall = Duration.seconds(30)

    package init() {}
}
