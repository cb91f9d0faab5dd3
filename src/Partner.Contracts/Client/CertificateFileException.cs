using System.Security.Cryptography;

namespace Partner.Contracts.Client;

/// <summary>Certificates or keys that cannot be used; the message names the file.</summary>
public sealed class CertificateFileException : CryptographicException
{
    internal CertificateFileException(string english, string chinese, Exception? fault = null)
        : base(english, fault) => Chinese = chinese;

    /// <summary>The message in simplified Chinese.</summary>
    public string Chinese { get; }
}
