// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Synchronization

/// Answers for names under `rebind.test`, each time as the test wants it: what a hostile name server does.
///
/// libcurl asks the system's resolver, which is not ours to point at another server. So the tests' program defines the
/// function that libcurl calls, and passes all other names on.
enum NameServer {
    private static let answers = Mutex<[String: [[String]]]>([:])

    /// A name whose first look-up finds the first addresses, the second the second, and every later one the last.
    static func name(answering addresses: [String]...) -> String {
        let name = "\(UUID().uuidString.lowercased()).rebind.test"
        self.answers.withLock { $0[name] = addresses }
        return name
    }

    /// How many answers are left that nobody has asked for.
    static func remainingCount(of name: String) -> Int {
        self.answers.withLock { $0[name]?.count ?? 0 }
    }

    fileprivate static func next(of name: String) -> [String]? {
        self.answers.withLock { answers in
            guard let addresses = answers[name]?.first else { return nil }
            if answers[name]?.count ?? 0 > 1 { answers[name]?.removeFirst() }
            return addresses
        }
    }
}

private typealias Resolve =
    @convention(c) (
        UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<addrinfo>?,
        UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
    ) -> Int32

/// The next definition after ours: the C library's.
private let systemResolve = unsafeBitCast(
    dlsym(UnsafeMutableRawPointer(bitPattern: -1), "getaddrinfo"), to: Resolve.self)

@_cdecl("getaddrinfo") func resolve(
    _ name: UnsafePointer<CChar>?, _ service: UnsafePointer<CChar>?, _ hints: UnsafePointer<addrinfo>?,
    _ result: UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
) -> Int32 {
    guard let name, let result, let addresses = NameServer.next(of: String(cString: name)) else {
        return systemResolve(name, service, hints, result)
    }
    result.pointee = nil
    // freeaddrinfo frees one entry after the other, so lists may be joined.
    for address in addresses.reversed() {
        var entries: UnsafeMutablePointer<addrinfo>?
        guard systemResolve(address, service, hints, &entries) == 0, let entries else { continue }
        var last = entries
        while let next = last.pointee.ai_next { last = next }
        last.pointee.ai_next = result.pointee
        result.pointee = entries
    }
    return result.pointee == nil ? EAI_NONAME : 0
}
