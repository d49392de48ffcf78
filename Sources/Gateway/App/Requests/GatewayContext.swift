// SPDX-License-Identifier: Apache-2.0
package import Domain
internal import Foundation
package import Hummingbird
package import Logging
internal import NIOCore

/// What is known of a request beside its text.
package struct GatewayContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection; nil for a socket that has no IP address.
    package let peer: IPAddress?

    package init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
    }

    /// A context without a connection.
    package init(peer: IPAddress?, logger: Logger) {
        self.coreContext = CoreRequestContextStorage(source: Unconnected(logger: logger))
        self.peer = peer
    }

    private struct Unconnected: RequestContextSource {
        let logger: Logger
    }
}
