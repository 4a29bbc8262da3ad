// The pinyin keyboard inside the window, so that it never covers what is being written.
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings

Rectangle {
    property alias panelHeight: panel.height
    readonly property bool ready: InputContext.inputEngine.inputMethod !== null
    color: "transparent"

    InputPanel {
        id: panel
        width: parent.width
        y: 0
    }
    Component.onCompleted: {
        VirtualKeyboardSettings.activeLocales = ["zh_CN", "en_US"]
        VirtualKeyboardSettings.locale = "zh_CN"
        VirtualKeyboardSettings.wordCandidateList.alwaysVisible = true
        VirtualKeyboardSettings.wordCandidateList.autoHideDelay = 0
    }
}
