// The look of the pinyin keyboard: the colours of theme.yaml, large candidates.
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Styles

KeyboardStyle {
    id: look

    readonly property color ground: "#ECE7DC"
    readonly property color keyFace: "#FFFFFF"
    readonly property color keyFaceDim: "#DCD5C6"
    readonly property color pressedFace: "#E6EEF5"
    readonly property color edge: "#D3CBBB"
    readonly property color ink: "#22292F"
    readonly property color brand: "#1F4B73"
    readonly property string family: "Noto Sans SC"
    readonly property real unit: scaleHint

    keyboardDesignWidth: 2560
    keyboardDesignHeight: 860
    keyboardRelativeLeftMargin: 14 / keyboardDesignWidth
    keyboardRelativeRightMargin: 14 / keyboardDesignWidth
    keyboardRelativeTopMargin: 10 / keyboardDesignHeight
    keyboardRelativeBottomMargin: 14 / keyboardDesignHeight

    keyboardBackground: Rectangle { color: look.ground }

    component Face: KeyPanel {
        id: panel
        property string words: ""
        property color face: look.keyFace
        property color letters: look.ink
        property real size: 76
        Rectangle {
            anchors.fill: parent
            anchors.margins: 8 * look.unit
            radius: 16 * look.unit
            color: panel.control && panel.control.pressed ? look.pressedFace : panel.face
            border.color: look.edge
            border.width: 2
            Text {
                anchors.centerIn: parent
                text: panel.words
                color: panel.letters
                opacity: panel.control && panel.control.enabled ? 1 : 0.4
                font.family: look.family
                font.pixelSize: Math.round(panel.size * look.unit)
            }
        }
    }

    keyPanel: Face { words: control && control.displayText ? control.displayText : "" }
    backspaceKeyPanel: Face { words: "退格"; face: look.keyFaceDim; size: 58 }
    languageKeyPanel: Face { words: "中/英"; face: look.keyFaceDim; size: 58 }
    enterKeyPanel: Face { words: "换行"; face: look.keyFaceDim; size: 58 }
    hideKeyPanel: Face { words: "写好了"; face: look.brand; letters: "#FFFFFF"; size: 58 }
    shiftKeyPanel: Face { words: "大写"; face: look.keyFaceDim; size: 58 }
    spaceKeyPanel: Face { words: "空格"; size: 58 }
    symbolKeyPanel: Face { words: control && control.displayText ? control.displayText : ""; face: look.keyFaceDim; size: 58 }
    modeKeyPanel: Face { words: control && control.displayText ? control.displayText : ""; face: look.keyFaceDim; size: 58 }
    handwritingKeyPanel: Face { words: "手写"; face: look.keyFaceDim; size: 58 }

    characterPreviewDelegate: Item {
        property string text
        property string flickLeft
        property string flickTop
        property string flickRight
        property string flickBottom
    }

    alternateKeysListItemWidth: 130 * unit
    alternateKeysListItemHeight: 150 * unit
    alternateKeysListDelegate: Item {
        width: look.alternateKeysListItemWidth
        height: look.alternateKeysListItemHeight
        Text {
            anchors.centerIn: parent
            text: model.text
            color: look.ink
            font.family: look.family
            font.pixelSize: Math.round(72 * look.unit)
        }
    }
    alternateKeysListHighlight: Rectangle { color: look.pressedFace; radius: 16 * look.unit }
    alternateKeysListBackground: Rectangle { color: look.keyFace; radius: 16 * look.unit; border.color: look.edge }

    selectionListHeight: 170 * unit
    selectionListDelegate: SelectionListItem {
        id: item
        width: words.implicitWidth + 76 * look.unit
        Text {
            id: words
            anchors.centerIn: parent
            text: display
            color: item.ListView.isCurrentItem ? look.brand : look.ink
            font.family: look.family
            font.bold: item.ListView.isCurrentItem
            font.pixelSize: Math.round(88 * look.unit)
        }
        Rectangle {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: 2
            height: parent.height * 0.4
            color: look.edge
        }
    }
    selectionListBackground: Rectangle { color: look.keyFace }

    popupListDelegate: SelectionListItem {
        id: popupItem
        width: popupWords.implicitWidth + 40 * look.unit
        height: 130 * look.unit
        Text {
            id: popupWords
            anchors.centerIn: parent
            text: display
            color: look.ink
            font.family: look.family
            font.pixelSize: Math.round(72 * look.unit)
        }
    }
    popupListBackground: Rectangle { color: look.keyFace; border.color: look.edge }

    languageListDelegate: SelectionListItem {
        width: 500 * look.unit
        height: 130 * look.unit
        Text {
            anchors.centerIn: parent
            text: typeof displayName === "undefined" ? "" : displayName
            color: look.ink
            font.family: look.family
            font.pixelSize: Math.round(66 * look.unit)
        }
    }
    languageListHighlight: Rectangle { color: look.pressedFace }
    languageListBackground: Rectangle { color: look.keyFace; border.color: look.edge }

    selectionHandle: Item { width: 1; height: 1 }
    fullScreenInputBackground: Rectangle { color: look.keyFace }
}
