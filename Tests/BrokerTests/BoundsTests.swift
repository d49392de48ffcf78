// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Broker

@Suite struct `The bounds of a message` {
    static func message(_ change: (inout Message) -> Void) -> Message {
        var message = Message(messageID: "m", body: [1])
        change(&message)
        return message
    }

    static let long = String(repeating: "x", count: 256)

    static let refused: [(message: Message, exchange: String, routingKey: String)] = [
        (message { $0.messageID = "" }, "", ""),
        (message { $0.messageID = long }, "", ""),
        (message { $0.correlationID = long }, "", ""),
        (message { $0.type = long }, "", ""),
        (message { $0.contentType = long }, "", ""),
        (message { $0.applicationID = long }, "", ""),
        (message { _ in }, long, ""),
        (message { _ in }, "", long),
        (message { $0.body = Array(repeating: 0, count: 32_769) }, "", ""),
        (message { $0.headers[""] = .integer(1) }, "", ""),
        (message { $0.headers[String(repeating: "h", count: 129)] = .integer(1) }, "", ""),
        (message { $0.headers["h"] = .text(String(repeating: "v", count: 8_182)) }, "", ""),
        (message { $0.headers["h"] = .other(kind: 0) }, "", ""),
        (
            message { message in for index in 0..<900 { message.headers["\(index)"] = .boolean(true) } }
                .grown(), "", ""
        ),
    ]

    @Test(arguments: refused)
    func `are checked before anything is sent`(message: Message, exchange: String, routingKey: String) {
        let error = #expect(throws: BrokerError.self) {
            try message.checkBounds(exchange: exchange, routingKey: routingKey)
        }
        #expect(error?.code == .invalidMessage)
    }

    @Test func `what lies on a bound passes`() throws {
        let message = Self.message {
            $0.messageID = String(repeating: "i", count: 255)
            $0.body = Array(repeating: 0, count: 32_768)
            $0.headers["h"] = .text(String(repeating: "v", count: 8_181))
        }
        try message.checkBounds(exchange: "e", routingKey: "k")
    }
}

extension Message {
    fileprivate func grown() -> Message {
        var grown = self
        for index in 0..<900 { grown.headers["longer \(index)"] = .integer(1) }
        return grown
    }
}

@Suite struct `A broker that answers with other arguments` {
    static let texts: [(text: String, argument: String, object: String, wanted: String, found: String)] = [
        (
            "PRECONDITION_FAILED - inequivalent arg 'x-delivery-limit' for queue 'movie.audio.v1' in vhost '/':"
                + " received '20' but current is '5'",
            "x-delivery-limit", "queue movie.audio.v1", "20", "5"
        ),
        (
            "PRECONDITION_FAILED - inequivalent arg 'x-overflow' for queue 'q' in vhost 'm': received none but current"
                + " is the value 'reject-publish' of type 'longstr'",
            "x-overflow", "queue q", "none", "reject-publish"
        ),
        (
            "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'e' in vhost '/': received 'direct' but current"
                + " is 'fanout'",
            "type", "exchange e", "direct", "fanout"
        ),
    ]

    @Test(arguments: texts)
    func `is quoted with the argument that differs`(
        text: String, argument: String, object: String, wanted: String, found: String
    ) throws {
        let mismatch = try #require(ArgumentMismatch(parsing: text))
        #expect(mismatch.argument == argument)
        #expect(mismatch.object == object)
        #expect(mismatch.wanted == wanted)
        #expect(mismatch.found == found)
    }

    @Test(arguments: ["", "PRECONDITION_FAILED - unknown delivery tag 7", "inequivalent arg 'x"])
    func `any other refusal is not taken for one`(text: String) {
        #expect(ArgumentMismatch(parsing: text) == nil)
    }
}
