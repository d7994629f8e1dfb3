namespace Vaern.Matching.Hashing;

/// <summary>The eight ways in which a picture can lie, with the reference's numbers.</summary>
public enum PictureForm
{
    Upright = 0,

    /// <summary>90° counter-clockwise.</summary>
    TurnedLeft = 1,

    /// <summary>180°.</summary>
    TurnedAround = 2,

    /// <summary>90° clockwise.</summary>
    TurnedRight = 3,

    /// <summary>Top and bottom exchanged.</summary>
    UpsideDown = 4,

    /// <summary>Left and right exchanged.</summary>
    Mirrored = 5,

    /// <summary>Mirrored in the main diagonal.</summary>
    MainDiagonal = 6,

    /// <summary>Mirrored in the other diagonal.</summary>
    OtherDiagonal = 7,
}

internal static class PictureForms
{
    /// <summary>Rows become columns.</summary>
    internal static bool IsTransposed(this PictureForm form) =>
        form is PictureForm.TurnedLeft or PictureForm.TurnedRight or PictureForm.MainDiagonal or PictureForm.OtherDiagonal;

    /// <summary>Every form is: exchange left and right, exchange top and bottom, then rows for columns.</summary>
    internal static (bool Mirrored, bool UpsideDown) Exchanges(this PictureForm form) => form switch
    {
        PictureForm.TurnedLeft => (true, false),
        PictureForm.TurnedAround => (true, true),
        PictureForm.TurnedRight => (false, true),
        PictureForm.UpsideDown => (false, true),
        PictureForm.Mirrored => (true, false),
        PictureForm.OtherDiagonal => (true, true),
        _ => (false, false),
    };
}
