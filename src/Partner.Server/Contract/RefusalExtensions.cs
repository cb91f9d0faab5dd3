using Partner.Core.Errors;

namespace Partner.Server.Contract;

/// <summary>Where values of the core become exceptions of the call: at the very edge, in the services.</summary>
internal static class RefusalExtensions
{
    /// <summary>The value, or the refusal as the call's error.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <exception cref="RefusalException">The result is a refusal.</exception>
    public static T OrThrow<T>(this Result<T> result) =>
        result.Refusal is { } refusal ? throw new RefusalException(refusal) : result.Value;

    /// <summary>Ends the call when the reader noted a violation.</summary>
    /// <exception cref="RefusalException">It noted one.</exception>
    public static void ThrowIfRefused(this RequestReader reader)
    {
        if (reader.Refusal is { } refusal)
        {
            throw new RefusalException(refusal);
        }
    }
}
