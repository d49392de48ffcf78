// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Logging

extension ServiceSettings {
    /// The settings from the environment and a file, the environment first.
    ///
    /// - Parameter file: YAML or JSON; `MOVIEGEN_CONFIG_FILE` names it when nil.
    /// - Throws: ``SettingsError`` with every mistake at once.
    package static func load(
        environment: [String: String], file: String? = nil
    ) throws(SettingsError) -> ServiceSettings {
        let named = environment[SettingKey.configurationFile.name].flatMap { $0.isEmpty ? nil : $0 }
        let reading = SettingsReading(SettingsSource(environment: environment, file: file ?? named))
        guard reading.problems.isEmpty else { throw SettingsError(problems: reading.problems) }
        return ServiceSettings(reading)
    }

    /// A name no other process has, on this host or another.
    static func makeInstance() -> String {
        let host = ProcessInfo.processInfo.hostName.prefix(64).map { character in
            character.isASCII && (character.isLetter || character.isNumber || ".-".contains(character))
                ? character : "_"
        }
        let suffix = String(UInt32.random(in: 0x1000_0000 ... .max), radix: 16)
        return "\(String(host))-\(ProcessInfo.processInfo.processIdentifier)-\(suffix)"
    }

    /// - Precondition: `reading` found no problem.
    private init(_ reading: SettingsReading) {
        self.rabbitMQ = SecretText(reading.text(.rabbitMQ))
        self.database = SecretText(reading.text(.database))
        self.databaseSchema = reading.text(.databaseSchema)
        self.confirmTimeout = reading.seconds(.confirmSeconds)
        self.artifacts = reading.text(.artifacts)
        self.assets = reading.optionalText(.assets)
        self.voices = reading.optionalText(.voices)
        self.voicevox = reading.optionalText(.voicevox)
        self.filmConfiguration = reading.optionalText(.filmConfiguration)
        self.diskFloorBytes = reading.wholeNumber(.diskFloor) * 1_000_000
        self.instance = reading.optionalText(.instance) ?? Self.makeInstance()
        self.slots = if case .wholeNumber(let slots)? = reading[.slots] { slots } else { nil }
        self.httpHost = reading.text(.httpHost)
        self.httpPort = reading.wholeNumber(.httpPort)
        self.adminToken = reading.optionalText(.adminToken).map { SecretText($0) }
        self.healthHost = reading.text(.healthHost)
        self.healthPort = reading.wholeNumber(.healthPort)
        self.logLevel = reading.named(.logLevel)
        self.drainTimeout = reading.seconds(.drainSeconds)
        self.leaseDuration = reading.seconds(.leaseSeconds)
        self.renewInterval = reading.seconds(.renewSeconds)
        self.rescueInterval = reading.seconds(.rescueSeconds)
        self.reconcileInterval = reading.seconds(.reconcileSeconds)
        self.outboxBatch = reading.wholeNumber(.outboxBatch)
        self.stageDeadlines = StageDeadlines(
            script: reading.seconds(.scriptDeadline), audio: reading.seconds(.audioDeadline),
            slide: reading.seconds(.slideDeadline), timeline: reading.seconds(.timelineDeadline),
            render: reading.seconds(.renderDeadline), assemble: reading.seconds(.assembleDeadline))
        self.jobDeadline = reading.seconds(.jobDeadline)
        self.retries = RetryLadder(
            first: reading.seconds(.retryFirst), factor: reading.number(.retryFactor),
            longest: reading.seconds(.retryLongest))
        self.retention = reading.seconds(.retentionHours) * 3600
        self.openJobLimit = reading.wholeNumber(.openJobLimit)
        self.dailyJobLimit = reading.wholeNumber(.dailyJobLimit)
        self.filmLengthLimit = reading.seconds(.filmMinutes) * 60
        self.trustedProxies = reading.optionalText(.trustedProxies).flatMap(IPNetwork.list) ?? []
        self.allowsPrivateAddresses = reading.flag(.allowsPrivateAddresses)
        self.stageImplementation = reading.named(.stageImplementation)
        self.crashAt = reading.optionalText(.crashAt)
        self.warnings = reading.warnings
    }
}

extension SettingsReading {
    fileprivate func optionalText(_ key: SettingKey) -> String? {
        if case .text(let text)? = self[key] { text } else { nil }
    }

    fileprivate func text(_ key: SettingKey) -> String {
        guard case .text(let text)? = self[key] else { preconditionFailure("\(key.name) is no text") }
        return text
    }

    fileprivate func wholeNumber(_ key: SettingKey) -> Int {
        guard case .wholeNumber(let number)? = self[key] else {
            preconditionFailure("\(key.name) is no number")
        }
        return number
    }

    fileprivate func number(_ key: SettingKey) -> Double {
        guard case .number(let number)? = self[key] else { preconditionFailure("\(key.name) is no number") }
        return number
    }

    fileprivate func flag(_ key: SettingKey) -> Bool {
        guard case .flag(let flag)? = self[key] else { preconditionFailure("\(key.name) is no flag") }
        return flag
    }

    fileprivate func seconds(_ key: SettingKey) -> Duration { .seconds(self.wholeNumber(key)) }

    fileprivate func named<Name: RawRepresentable<String>>(_ key: SettingKey) -> Name {
        guard let name = Name(rawValue: self.text(key)) else {
            preconditionFailure("\(key.name) has a choice too many")
        }
        return name
    }
}
