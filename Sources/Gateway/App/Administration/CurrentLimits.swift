// SPDX-License-Identifier: Apache-2.0
internal import Store

extension JobDesk {
    /// The settings with what operators keep in their place, for what is told; admission itself looks again.
    func currentSettings() async -> GatewaySettings {
        var settings = self.settings
        // Without the database the first page is there all the same, with the limits as configured.
        let kept = (try? await self.queue.keptLimits()) ?? [:]
        if let limit = kept[.dailyJobs] { settings.dailyJobLimit = limit.value }
        if let limit = kept[.openJobs] { settings.openJobLimit = limit.value }
        return settings
    }
}
