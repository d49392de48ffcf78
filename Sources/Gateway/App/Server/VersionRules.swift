// SPDX-License-Identifier: Apache-2.0
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1

/// What depends on a request's version of HTTP, which nothing behind Hummingbird's codec knows: HTTP/1.1 wants one Host
/// (RFC 9112, section 3.2) and to be told to go on (RFC 9110, section 10.1.1); HTTP/1.0 knows no chunks (section 6.1).
final class VersionRules: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let bodyLimitBytes: Int
    private var openAnswers = 0
    private var isOld = false
    private var isRefused = false

    init(bodyLimitBytes: Int) { self.bodyLimitBytes = bodyLimitBytes }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isRefused else { return }
        guard case .head(var head) = self.unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        let hosts = head.headers["host"].count
        self.isOld = head.version.major == 1 && head.version.minor == 0
        guard hosts == 1 || hosts == 0 && self.isOld else { return self.refuse(context) }
        // Its answer ends with the connection, which is how it learns of the end.
        if self.isOld { head.headers.replaceOrAdd(name: "connection", value: "close") }
        if !self.isOld, self.openAnswers == 0, self.isAwaited(head) {
            context.writeAndFlush(
                self.wrapOutboundOut(.head(HTTPResponseHead(version: head.version, status: .continue))),
                promise: nil)
        }
        self.openAnswers += 1
        context.fireChannelRead(self.wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch self.unwrapOutboundIn(data) {
        case .head(var head) where self.isOld:
            head.version = .http1_0
            context.write(self.wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            self.openAnswers -= 1
            context.write(data, promise: promise)
        case .head, .body: context.write(data, promise: promise)
        }
    }

    /// Whether a client holds a body back that is not too long: one that is, is answered without it.
    private func isAwaited(_ head: HTTPRequestHead) -> Bool {
        head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
            && head.headers.first(name: "content-length").map { Int($0) ?? .max } ?? 0 <= self.bodyLimitBytes
    }

    private func refuse(_ context: ChannelHandlerContext) {
        self.isRefused = true
        let channel = context.channel
        // Amid another answer there is no place for this one.
        guard self.openAnswers == 0 else { return channel.close(promise: nil) }
        let head = HTTPResponseHead(
            version: .http1_1, status: .badRequest, headers: ["content-length": "0", "connection": "close"])
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.whenComplete { _ in channel.close(promise: nil) }
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: sent)
    }
}

@available(*, unavailable)
extension VersionRules: Sendable {}

/// Puts ``VersionRules`` before the codec; Hummingbird adds what it is given behind it.
final class VersionRulesPlacement: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let bodyLimitBytes: Int

    init(bodyLimitBytes: Int) { self.bodyLimitBytes = bodyLimitBytes }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        do {
            let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
            try pipeline.addHandler(
                VersionRules(bodyLimitBytes: self.bodyLimitBytes), position: .before(codec))
        } catch {
            // Hummingbird's pipeline is another one than we know.
            context.fireErrorCaught(error)
            context.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension VersionRulesPlacement: Sendable {}
