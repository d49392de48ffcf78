// SPDX-License-Identifier: Apache-2.0
internal import Testing

@testable internal import Telemetry

@Suite struct `A trace parent` {
    private let example = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    @Test func `is read and written as the recommendation shows it`() throws {
        let parent = try #require(TraceParent(self.example))
        #expect(parent.traceID == "0af7651916cd43dd8448eb211c80319c")
        #expect(parent.spanID == "b7ad6b7169203331" && parent.isSampled)
        #expect(parent.description == self.example)
    }

    @Test(arguments: [
        "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
        " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-+1",
        "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
    ])
    func `that is malformed is ignored`(header: String) {
        #expect(TraceParent(header) == nil)
    }

    @Test func `of a later version is read as far as it is known, and written as version 00`() throws {
        let later = try #require(
            TraceParent("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-what-comes"))
        #expect(later.description == self.example)
    }

    @Test func `has children in the same trace with a span of their own`() throws {
        let parent = try #require(TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"))
        let child = parent.makeChild()
        #expect(child.traceID == parent.traceID && child.spanID != parent.spanID && !child.isSampled)
        #expect(TraceParent(child.description) == child)
    }

    @Test func `that is new is well formed and like no other`() {
        let roots = (0..<1000).map { _ in TraceParent.makeRoot() }
        #expect(roots.allSatisfy { TraceParent($0.description) == $0 && $0.isSampled })
        #expect(Set(roots.map(\.traceID)).count == 1000)
    }
}
