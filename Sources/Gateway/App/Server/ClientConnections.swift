// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Metrics
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization
internal import Telemetry

/// How many connections each client network has open, over all event loops.
final class ClientConnections: Sendable {
    private let counts = Mutex<[IPNetwork: Int]>([:])
    private let limit: Int
    private let trustedProxies: [IPNetwork]

    /// - Parameter trustedProxies: Not limited: behind one of them may be everybody.
    init(limit: Int, trustedProxies: [IPNetwork]) {
        self.limit = limit
        self.trustedProxies = trustedProxies
    }

    /// - Returns: What ``leave(_:)`` gets at the connection's end, and whether it may stay.
    func enter(_ peer: IPAddress?) -> (network: IPNetwork?, isWithinLimit: Bool) {
        guard let peer, !self.trustedProxies.contains(where: { $0.contains(peer) }) else {
            return (nil, true)
        }
        let network = ClientAddress(peer).network
        let isWithinLimit = self.counts.withLock { counts in
            counts[network, default: 0] += 1
            return counts[network, default: 0] <= self.limit
        }
        return (network, isWithinLimit)
    }

    func leave(_ network: IPNetwork) {
        self.counts.withLock { counts in
            counts[network, default: 0] -= 1
            // Those who are gone take no room.
            if counts[network] == 0 { counts[network] = nil }
        }
    }
}

/// Closes a connection whose client has too many already, before anything of it is read.
final class ClientConnectionLimit: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let clients: ClientConnections
    private var network: IPNetwork?

    init(_ clients: ClientConnections) { self.clients = clients }

    func channelActive(context: ChannelHandlerContext) {
        let (network, isWithinLimit) = self.clients.enter(
            context.remoteAddress?.ipAddress.flatMap { IPAddress($0) })
        self.network = network
        if isWithinLimit {
            context.fireChannelActive()
        } else {
            Counter(label: MetricName.connectionsRefused).increment()
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let network = self.network { self.clients.leave(network) }
        self.network = nil
        context.fireChannelInactive()
    }
}

@available(*, unavailable)
extension ClientConnectionLimit: Sendable {}
