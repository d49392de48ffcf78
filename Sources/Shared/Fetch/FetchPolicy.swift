// SPDX-License-Identifier: Apache-2.0

/// What a fetch may do.
package struct FetchPolicy: Sendable {
    /// Lifts ``AddressGuard`` and the limit on ports: for a person at their own machine, never for a service.
    package var allowsPrivateAddresses = false
    /// From the first name looked up to the last byte, redirects included; at least a millisecond.
    package var timeout: Duration = .seconds(30)
    /// How many redirects are followed before giving up, 0...50.
    package var maximumRedirects = 8
    /// The Authorization header's value. Sent only where ``maximumRedirects`` is 0, so that nobody else gets it.
    package var authorization: String?

    package init() {}
}
