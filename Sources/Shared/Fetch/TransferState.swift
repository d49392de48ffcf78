// SPDX-License-Identifier: Apache-2.0
internal import CCurl
internal import Domain
internal import Foundation
internal import Glibc

/// What libcurl's callbacks read and write; touched only by the thread that runs the transfer, but for `stop`.
final class TransferState {
    /// Why a callback ended a hop before libcurl would have.
    enum Ending {
        /// More bytes than this many.
        case tooLarge(Int)
        /// Nothing more of the body is needed, since the status already decides.
        case enough
    }

    private let handle: UnsafeMutableRawPointer
    let maximumBytes: Int
    let admission: Admission
    let stop: StopFlag

    private(set) var body = Data()
    private(set) var ending: Ending?
    /// The last address that was refused in this hop. It matters only when no other could be connected to.
    private(set) var refusal: Localized?
    private var discardedBytes = 0
    private var headerBytes = 0

    /// Bodies of redirects and errors up to here are read and dropped, which keeps the connection usable.
    private static let discardLimit = 65_536
    /// libcurl 7.88 limits one header to 100 KiB, but not their number. Browsers stop at 256 KiB.
    private static let headerLimit = 262_144

    init(handle: UnsafeMutableRawPointer, maximumBytes: Int, admission: Admission, stop: StopFlag) {
        self.handle = handle
        self.maximumBytes = maximumBytes
        self.admission = admission
        self.stop = stop
    }

    func begin() {
        self.body = Data()
        self.ending = nil
        self.refusal = nil
        self.discardedBytes = 0
        self.headerBytes = 0
    }

    var status: Int {
        var status = 0
        moviegen_curl_get_long(self.handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    /// - Returns: Whether the transfer goes on.
    func receiveHeader(byteCount: Int) -> Bool {
        self.headerBytes += byteCount
        if self.headerBytes > Self.headerLimit { self.ending = .tooLarge(Self.headerLimit) }
        return self.ending == nil
    }

    /// Takes decoded bytes.
    /// - Returns: Whether the transfer goes on.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !self.stop.isRaised else { return false }
        guard (200..<300).contains(self.status) else {
            self.discardedBytes += bytes.count
            if self.discardedBytes > Self.discardLimit { self.ending = .enough }
            return self.ending == nil
        }
        // The announced length is that of the compressed body; decoded, it is hardly ever smaller.
        var announced: curl_off_t = -1
        moviegen_curl_get_size(self.handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced)
        guard announced <= self.maximumBytes, self.body.count + bytes.count <= self.maximumBytes else {
            self.ending = .tooLarge(self.maximumBytes)
            return false
        }
        self.body.append(contentsOf: bytes)
        return true
    }

    /// - Returns: A socket for an address that may be connected to, or `CURL_SOCKET_BAD`.
    func open(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        let (bytes, port) = Self.endpoint(of: address)
        if let refusal = self.admission.refusal(bytes, port) {
            self.refusal = refusal
            return -1
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    /// The address's bytes in network order, none for a family that is neither IPv4 nor IPv6; and its port.
    private static func endpoint(of address: UnsafePointer<curl_sockaddr>) -> (bytes: [UInt8], port: Int) {
        guard let raw = UnsafeRawPointer(moviegen_curl_address(address)) else { return ([], 0) }
        switch address.pointee.family {
        case AF_INET where address.pointee.addrlen >= UInt32(MemoryLayout<sockaddr_in>.size):
            let ipv4 = raw.loadUnaligned(as: sockaddr_in.self)
            return (withUnsafeBytes(of: ipv4.sin_addr) { Array($0) }, Int(UInt16(bigEndian: ipv4.sin_port)))
        case AF_INET6 where address.pointee.addrlen >= UInt32(MemoryLayout<sockaddr_in6>.size):
            let ipv6 = raw.loadUnaligned(as: sockaddr_in6.self)
            return (withUnsafeBytes(of: ipv6.sin6_addr) { Array($0) }, Int(UInt16(bigEndian: ipv6.sin6_port)))
        default: return ([], 0)
        }
    }
}

// The context of all four is the transfer's state, borrowed: the transfer owns it and outlives curl_easy_perform,
// inside which, on whose thread, they are called.

func receiveBytes(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context, let bytes else { return 0 }
    let state = Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue()
    let total = size * count
    // Any other number than that received makes libcurl stop.
    return state.receive(UnsafeRawBufferPointer(start: bytes, count: total)) ? total : total + 1
}

func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let state = Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue()
    return state.receiveHeader(byteCount: size * count) ? size * count : 0
}

func reportProgress(
    _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context else { return 1 }
    return Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue().stop.isRaised ? 1 : 0
}

func openSocket(
    _ context: UnsafeMutableRawPointer?, _: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let context, let address else { return -1 }
    return Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue().open(address)
}
