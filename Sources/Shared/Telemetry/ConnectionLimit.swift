// SPDX-License-Identifier: Apache-2.0
internal import NIOCore

/// Cuts a connection after a fixed time, whatever its client does: sends its request letter by letter, never ends
/// its body, or does not read the answer. When the server stops, one that is still open gets a second.
final class ConnectionLimit: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let lifetime: TimeAmount
    private var end: Scheduled<Void>?

    init(lifetime: TimeAmount) { self.lifetime = lifetime }

    func handlerAdded(context: ChannelHandlerContext) { self.close(context, in: self.lifetime) }

    func handlerRemoved(context: ChannelHandlerContext) { self.end?.cancel() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { self.close(context, in: min(self.lifetime, .seconds(1))) }
        context.fireUserInboundEventTriggered(event)
    }

    private func close(_ context: ChannelHandlerContext, in delay: TimeAmount) {
        self.end?.cancel()
        let channel = context.channel
        self.end = context.eventLoop.scheduleTask(in: delay) { channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension ConnectionLimit: Sendable {}
