// SPDX-License-Identifier: Apache-2.0

/// The version of everything built from this repository, as `--version`, film records and logs tell it.
package enum ProductVersion {
    package static let current = "0.1.0"
}
