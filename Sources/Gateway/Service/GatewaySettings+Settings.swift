// SPDX-License-Identifier: Apache-2.0
internal import FilmSettings
internal import GatewayApp
internal import ServiceSettings

extension GatewaySettings {
    /// A gateway as its settings want it.
    init(_ settings: ServiceSettings, house: FilmSettings?) {
        self.init()
        self.host = settings.httpHost
        self.port = settings.httpPort
        self.trustedProxies = settings.trustedProxies
        self.adminToken = settings.adminToken.map { AdminToken($0.value) }
        self.dailyJobLimit = settings.dailyJobLimit
        self.openJobLimit = settings.openJobLimit
        self.retentionHours = Int(settings.retention / .seconds(3_600))
        self.jobDeadline = settings.jobDeadline
        self.allowsPrivateAddresses = settings.allowsPrivateAddresses
        self.diskFloorBytes = Int64(settings.diskFloorBytes)
        self.house = house
    }
}
