// SPDX-License-Identifier: Apache-2.0
internal import NIOCore
internal import NIOHTTPTypes

/// Cuts off a client that is slower than ``ConnectionTimes`` allows: with its request's head, with its body, or with
/// reading the answer.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let times: ConnectionTimes
    /// Runs while the client owes something to read.
    private var reading: Scheduled<Void>?
    /// Runs while the client reads nothing of what waits for it.
    private var writing: Scheduled<Void>?
    /// Answers that are not complete; more than one when a client sends requests ahead.
    private var openAnswers = 0
    private var isInBody = false

    init(times: ConnectionTimes) { self.times = times }

    func handlerAdded(context: ChannelHandlerContext) { self.awaitRequest(context) }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.reading?.cancel()
        self.writing?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head:
            self.openAnswers += 1
            self.isInBody = true
            self.reading?.cancel()
            self.reading = Self.end(context, in: self.times.body)
        case .body: break
        case .end:
            self.isInBody = false
            self.reading?.cancel()
            self.reading = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = self.unwrapOutboundIn(data) {
            self.openAnswers -= 1
            // An answer before the body's end leaves the body's time running.
            if self.openAnswers == 0, !self.isInBody { self.awaitRequest(context) }
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.writing?.cancel()
        self.writing = context.channel.isWritable ? nil : Self.end(context, in: self.times.stall)
        context.fireChannelWritabilityChanged()
    }

    private func awaitRequest(_ context: ChannelHandlerContext) {
        self.reading?.cancel()
        self.reading = Self.end(context, in: self.times.head)
    }

    private static func end(_ context: ChannelHandlerContext, in time: Duration) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension ConnectionWatch: Sendable {}
