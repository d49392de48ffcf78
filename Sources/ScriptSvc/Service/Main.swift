// SPDX-License-Identifier: Apache-2.0
internal import ServiceMain
internal import ServiceSettings

@main
struct ScriptService {
    static func main() async {
        await ServiceMain.run("script-svc", routingKey: "script", slots: 4) { settings, house in
            ScriptHandler(
                house: house, allowsPrivateAddresses: settings.allowsPrivateAddresses,
                longest: settings.filmLengthLimit)
        }
    }
}
