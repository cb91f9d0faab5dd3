using System.Security.Cryptography;
using Partner.Core.Contacts;

namespace Partner.Server.Notices;

/// <summary>The keys of customers' numbers, out of their files.</summary>
public static class ContactKeyFiles
{
    /// <summary>Reads them.</summary>
    /// <param name="options">Where they are.</param>
    /// <returns>The keys; none where there is no key that encrypts.</returns>
    /// <exception cref="IOException">A file is absent or cannot be read.</exception>
    /// <exception cref="CryptographicException">A file holds no such key.</exception>
    public static ContactKeys Read(NoticeOptions options)
    {
        if (options.KeyFile is null)
        {
            return ContactKeys.None;
        }

        string[] files = [options.KeyFile, .. options.FormerKeyFiles];
        try
        {
            return ContactKeys.Read(files.Select(File.ReadAllText));
        }
        catch (CryptographicException fault)
        {
            throw new CryptographicException(
                $"The keys of customers' numbers cannot be used ({string.Join(", ", files)}): {fault.Message}", fault);
        }
    }
}
