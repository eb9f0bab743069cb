//! What a QR code says, as text and as bytes.

use sheet::Label;

pub fn run(data: &[u8]) {
    if let Ok(label) = Label::from_bytes(data) {
        assert_eq!(label.to_bytes(), data);
        assert_eq!(label.sheet.number().len(), 9);
    }
    let text = String::from_utf8_lossy(data);
    if let Ok(label) = Label::from_url(&text) {
        assert_eq!(Label::from_bytes(&label.to_bytes()), Ok(label));
        assert_eq!(Label::from_url(&label.to_url("host")), Ok(label));
    }
}
