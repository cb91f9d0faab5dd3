using QRCoder;

namespace Partner.Server.Esims;

/// <summary>QR codes as images.</summary>
internal static class QrPng
{
    private const int PixelsPerModule = 8;

    /// <summary>A text as a QR code (ISO/IEC 18004), black on white with its quiet zone.</summary>
    /// <param name="text">The text.</param>
    /// <returns>A PNG image.</returns>
    public static byte[] Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var image = new PngByteQRCode(code);
        return image.GetGraphic(PixelsPerModule);
    }
}
